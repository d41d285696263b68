// The field of the index leaves those names in sight that hold all words typed, in any language. What
// is typed goes nowhere; it stays when the live page takes over. Without scripts there is no field.
{
document.documentElement.classList.add('scripted');
let typed = '', typing = false;
const filter = () => {
  const wanted = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const group of document.querySelectorAll('.names')) {
    let here = 0;
    for (const item of group.querySelectorAll('li')) {
      const said = item.textContent.toLocaleLowerCase();
      item.hidden = !wanted.every(word => said.includes(word));
      here += !item.hidden;
    }
    group.hidden = here === 0;
    if (!group.closest('#first') || !document.querySelector('#root .names')) count += here;
  }
  for (const line of document.querySelectorAll('[data-found]'))
    line.textContent = wanted.length ? line.dataset.found.replace('{count}', count) : '';
};
const isField = target => target.id === 'name-filter';
document.addEventListener('input', ({target}) => {
  if (!isField(target)) return;
  typed = target.value;
  filter();
});
document.addEventListener('focusin', ({target}) => { typing = isField(target); });
addEventListener('live', () => {
  const field = document.querySelector('#root #name-filter');
  if (!field || !typed && !typing) return;
  field.value = typed;
  filter();
  if (typing) field.focus({preventScroll: true});
});
}
