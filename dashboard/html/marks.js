// Every mark of a chart answers with the sentence that lies on it: beside a mouse, in the line under
// the chart after a tap or a click, and mark by mark to whoever walks a chart with the arrow keys. A
// mark of the page that came first has it as data-say, one that Vega drew as aria-label: the words
// are the same, and what is pinned when the live page takes over stays pinned there. A scroll opens
// nothing, for it is no click; a finger means the nearest mark.
{
const REACH = 24;  // px between a finger and the mark that it means
const MARKS = '[data-say], .stVegaLiteChart .role-mark [aria-label]';
const CHARTS = '.chart, .stVegaLiteChart', CARDS = '.card, [class*="st-key-card-"]';

const said = mark => mark.dataset.say ?? mark.getAttribute('aria-label');
const marksOf = chart => [...chart.querySelectorAll(MARKS)];
const nameOf = card => card.id || card.className.match(/st-key-(card-\w+)/)[1];

const tell = (card, text) => {
  const line = card?.querySelector('.say');
  line?.classList.toggle('told', text !== '');
  line?.firstElementChild.replaceChildren(text);
};
let pinned = null;  // {card, mark}
const pin = (card, mark) => {
  if (pinned) {
    pinned.mark.classList.remove('on');
    tell(pinned.card, '');
  }
  pinned = mark ? {card, mark} : null;
  mark?.classList.add('on');
  tell(card, mark ? said(mark) : '');
};
// Vega may have drawn a mark anew: it is known by what it says.
const isPinned = mark => mark === pinned?.mark
  || !pinned?.mark.isConnected && pinned?.card.contains(mark) && said(mark) === said(pinned.mark);

const beside = document.createElement('div');
beside.id = 'beside';
beside.ariaHidden = 'true';
document.body.append(beside);
const hide = () => { beside.hidden = true; };
hide();
const show = (text, x, y) => {
  beside.hidden = false;
  if (beside.textContent !== text) beside.textContent = text;
  const {width, height} = beside.getBoundingClientRect();
  beside.style.left = `${Math.max(4, Math.min(x + 14, innerWidth - width - 4))}px`;
  beside.style.top = `${y + 18 + height > innerHeight ? y - 12 - height : y + 18}px`;
};

const distance = (mark, x, y) => {
  const {left, right, top, bottom} = mark.getBoundingClientRect();
  return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
};
const meant = (chart, target, x, y) => {
  if (target.closest(MARKS)) return target.closest(MARKS);
  const near = marksOf(chart).map(mark => [distance(mark, x, y), mark]).filter(([far]) => far <= REACH);
  return near.sort(([a], [b]) => a - b)[0]?.[1];
};

document.addEventListener('pointermove', ({pointerType, target, clientX, clientY}) => {
  const mark = pointerType === 'mouse' && target.closest?.(MARKS);
  if (mark) show(said(mark), clientX, clientY);
  else hide();
}, {passive: true});
document.documentElement.addEventListener('pointerleave', hide);
addEventListener('scroll', hide, {passive: true, capture: true});

document.addEventListener('click', ({target, clientX, clientY}) => {
  if (target.closest('.say')) pin(null);
  const chart = target.closest('a') ? null : target.closest(CHARTS);
  if (!chart) return;
  const mark = meant(chart, target, clientX, clientY);
  pin(chart.closest(CARDS), mark && isPinned(mark) ? null : mark);
});

document.addEventListener('keydown', event => {
  const {key, target} = event;
  if (key === 'Escape') {
    hide();
    pin(null);
  }
  if (!target.matches(CHARTS) || event.ctrlKey || event.altKey || event.metaKey) return;
  const marks = marksOf(target), last = marks.length - 1, at = marks.findIndex(isPinned);
  const before = at < 0 ? last : Math.max(at - 1, 0), after = Math.min(at + 1, last);
  const steps = {
    ArrowRight: after, ArrowDown: after, ArrowLeft: before, ArrowUp: before, Home: 0, End: last,
  };
  if (!(key in steps) || last < 0) return;
  event.preventDefault();
  pin(target.closest(CARDS), marks[steps[key]]);
  marks[steps[key]].scrollIntoView({block: 'nearest'});
});

// Of another choice the same place says something else.
addEventListener('popstate', () => pin(null));
// The live page has taken over; `detail` names the card whose chart had the focus.
addEventListener('live', ({detail}) => {
  const live = card => document.querySelector(`#root .st-key-${nameOf(card)}`);
  const now = pinned && live(pinned.card);
  if (now) {
    const {mark} = pinned;
    pin(null);
    pin(now, marksOf(now).find(one => said(one) === said(mark)) ?? mark);
  }
  const chart = detail && live(detail)?.querySelector('.stVegaLiteChart');
  if (!chart) return;
  chart.tabIndex = 0;
  chart.focus({preventScroll: true});
});
}
