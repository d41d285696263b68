// Streamlit leaves the language of the document as it was when the address was opened; it has words
// in English, and so has Vega, that only those hear who listen to a page; and a chart is to be told
// as one picture by its description, whatever lies inside. Charts that are drawn late push away what
// a link led to; until the reader moves, the page goes after it. What is chosen stands in the address
// alone: a list shows what it says, and whoever takes something else goes to its address, as with
// "back".
{
const SPOKEN = WORDS;
document.documentElement.lang = 'LANGUAGE';
window.spoken?.disconnect();
const say = () => {
  if (document.getElementById('first')) return;  // nobody sees or hears the live page yet
  for (const name of ['aria-label', 'aria-roledescription'])
    for (const element of document.querySelectorAll(`[${name}]`)) {
      const english = element.getAttribute(name);
      if (english in SPOKEN) element.dataset[name === 'aria-label' ? 'label' : 'role'] = english;
      const said = SPOKEN[element.dataset[name === 'aria-label' ? 'label' : 'role']];
      if (said && said !== english) element.setAttribute(name, said);
    }
  for (const drawn of document.querySelectorAll('[role=graphics-document] > svg')) {
    drawn.setAttribute('aria-hidden', true);
    drawn.parentElement.setAttribute('role', 'img');
    drawn.parentElement.tabIndex = 0;
  }
  const asked = new URLSearchParams(location.search);
  for (const list of document.querySelectorAll('[data-choice]')) {
    const code = asked.get(list.dataset.choice);
    if (code && code !== list.value) list.value = code;
  }
  // It would be the first that a keyboard comes to, and there is nothing to be done with it.
  document.querySelector('.stMain[tabindex]')?.removeAttribute('tabindex');
  if (window.sought) document.getElementById(window.sought)?.scrollIntoView();
};
if (window.sought === undefined) {
  window.sought = location.hash.slice(1);
  for (const act of ['wheel', 'touchstart', 'pointerdown', 'keydown'])
    addEventListener(act, () => { window.sought = ''; }, {once: true, capture: true});
}
document.onchange = ({target}) => {
  if (!target.dataset.choice) return;
  const address = new URL(location);
  address.searchParams.set(target.dataset.choice, target.value);
  address.hash = '';
  history.pushState({}, '', address);
  dispatchEvent(new PopStateEvent('popstate'));
};
window.onpopstate = say;
window.spoken = new MutationObserver(say);
const watched = ['aria-label', 'aria-roledescription'];
window.spoken.observe(
  document.body, {childList: true, subtree: true, attributes: true, attributeFilter: watched});
say();
}
