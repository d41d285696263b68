// The page that came with the HTML gives way to the live one when that has drawn as far as the
// reader has come. Nothing moves: what was read before stays where it is, folds stay open.
{
  // To announce a script costs a phone milliseconds: most wait until what is read is laid out.
  const announce = () => document.body.append(document.getElementById('announced').content);
  if (document.hidden) announce();
  else requestAnimationFrame(() => setTimeout(announce));
  const first = document.getElementById('first');
  // The address says all that is shown, whatever it said: the live page has nothing to set right
  // there later, which would be a step more in the history.
  const address = new URL(location);
  for (const [name, code] of new URLSearchParams(first.dataset.shown))
    address.searchParams.set(name, code);
  if (address.href !== location.href) history.replaceState(history.state, '', address);
  const root = document.getElementById('root');
  const cards = [...first.querySelectorAll('.card')];
  const card = id => root.querySelector(`.st-key-${id}`);
  const drawn = before => {
    const live = card(before.id);
    if (!live) return false;
    return !before.querySelector('.chart') || live.querySelector('.stVegaLiteChart svg') !== null;
  };
  const inReach = element => element.getBoundingClientRect().top < innerHeight;
  // Charts that are not near are not drawn yet (HIDDEN in first_html.py).
  const uncover = () => {
    for (const one of cards) if (inReach(one)) card(one.id)?.setAttribute('data-near', '');
  };
  // One after the other, once the live page is painted, first what the reader has come to by then:
  // whoever acts meanwhile waits for one chart at most. One that does not come holds up no other.
  const drawRest = (last, looks = 40) => {
    if (looks && last?.querySelector('.stVegaLiteChart:empty')) {
      setTimeout(drawRest, 25, last, looks - 1);
      return;
    }
    const rest = [...root.querySelectorAll('[class*=st-key-card-]:not([data-near])')];
    const next = rest.find(inReach) ?? rest[0];
    next?.setAttribute('data-near', '');
    if (next) setTimeout(drawRest, 25, next);
    else root.removeAttribute('data-drawing');
  };
  const isReady = () => document.fonts.status === 'loaded'
    && root.querySelector('.end') !== null
    && cards.every(one => drawn(one) || !inReach(one));
  const giveWay = () => {
    watch.disconnect();
    removeEventListener('scroll', look);
    const read = [...cards].reverse().find(one => one.getBoundingClientRect().top <= innerHeight / 3);
    const top = read?.getBoundingClientRect().top, y = scrollY;
    for (const fold of first.querySelectorAll('details[open][id]'))
      root.querySelector(`[id="${fold.id}"]`)?.setAttribute('open', '');
    const active = first.contains(document.activeElement) ? document.activeElement : null;
    const held = active?.getAttribute('href');
    const walked = active?.matches('.chart') && active.closest('.card');
    first.remove();
    root.setAttribute('data-drawing', '');
    requestAnimationFrame(() => setTimeout(drawRest));
    scrollTo(0, read ? scrollY + card(read.id).getBoundingClientRect().top - top : y);
    if (held) root.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus({preventScroll: true});
    dispatchEvent(new CustomEvent('live', {detail: walked}));
  };
  // Asked once a frame, when it is laid out anyway. In the next one what has come is laid out too,
  // the typeface with it.
  let awaited = false;
  const look = () => {
    if (awaited) return;
    awaited = true;
    requestAnimationFrame(() => {
      uncover();
      awaited = isReady();
      if (awaited) requestAnimationFrame(giveWay);
    });
  };
  const watch = new MutationObserver(look);
  watch.observe(root, {childList: true, subtree: true});
  addEventListener('scroll', look);
  // Some proxies let no websocket through. One that fails may be a moment's fault; Streamlit tries
  // again and again, and after the second the reader is told that this page stays as it is.
  const told = document.getElementById('no-live');
  let failed = 0;
  window.WebSocket = class extends WebSocket {
    constructor(...asked) {
      super(...asked);
      let opened = false;
      window.socket = this;
      dispatchEvent(new Event('socket'));
      this.addEventListener('open', () => { opened = true; failed = 0; told.hidden = true; });
      this.addEventListener('close', () => { if (!opened) told.hidden = (failed += 1) < 2; });
    }
  };
  document.fonts.addEventListener('loadingdone', look);
}
