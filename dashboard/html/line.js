// What is named and what is drawn are of one choice, or the page says that it waits. A choice stands
// in the address and each card says of which choice it is: while they differ, the card is marked, and
// a line in the reader's language says what is still shown. Streamlit forgets what was chosen while
// it had no connection, so it is told again when it has one; where that does not help although the
// server can be reached, the page is opened anew at its address.
{
const SAYS = SENTENCES;
const GRACE = 500, LOOK = 2000, PATIENCE = 4000;  // ms
const line = document.getElementById('line');
let waitsSince = 0, goneSince = 0, heard = 0, reached = 0, isLooking = false, again;

window.waiting?.abort();
const {signal} = window.waiting = new AbortController();

const cards = () => [...document.querySelectorAll('#root [data-shown]')];
const choiceOf = card => [...new URLSearchParams(card.dataset.shown)];
const asked = () => new URLSearchParams(location.search);
const isLate = card => choiceOf(card).some(([name, code]) => (asked().get(name) ?? code) !== code);
// A choice as its lists name it.
const named = choice => [...document.querySelectorAll('#root [data-choice]')]
  .map(list => [...list.options].find(one => one.value === choice.get(list.dataset.choice))?.text)
  .filter(Boolean).join(', ');

const say = (text, isSeen = false) => {
  line.classList.toggle('seen', isSeen);
  if (line.textContent !== text) line.textContent = text;
};
const stillShown = late => {
  const still = asked();
  for (const card of late) for (const [name, code] of choiceOf(card)) still.set(name, code);
  return SAYS.waits.replace('{shown}', named(still)).replace('{chosen}', named(asked()));
};

const look = () => {
  clearTimeout(again);
  if (document.getElementById('first')) return;  // nobody sees or hears the live page yet
  const late = cards().filter(isLate), now = performance.now();
  const isGone = !navigator.onLine || window.socket?.readyState !== WebSocket.OPEN;
  const hasCome = waitsSince && !late.length;
  waitsSince = late.length && (waitsSince || now);
  goneSince = isGone && (goneSince || now);
  const waits = waitsSince && now - waitsSince > GRACE, gone = goneSince && now - goneSince > GRACE;
  for (const card of cards()) card.toggleAttribute('data-late', waits && late.includes(card));
  document.querySelector('.stMain')?.setAttribute('aria-busy', late.length > 0);
  const sentences = [gone && SAYS.lost, waits && stillShown(late)].filter(Boolean);
  if (sentences.length) say(sentences.join(' '), true);
  else if (hasCome) say(SAYS.now.replace('{chosen}', named(asked())));
  else if (line.classList.contains('seen')) say('');
  if (late.length && now - waitsSince > LOOK) reach();
  if (late.length || isGone) again = setTimeout(look, GRACE);
};

const reach = async () => {
  if (isLooking) return;
  isLooking = true;
  const tooLong = new Promise(done => setTimeout(done, PATIENCE));
  const answer = await Promise.race([fetch('/_stcore/health', {cache: 'no-store'}), tooLong]).catch(() => null);
  isLooking = false;
  reached = answer?.ok && (reached || performance.now());
  const isQuiet = performance.now() - Math.max(reached, heard) > PATIENCE;
  if (reached && isQuiet && cards().some(isLate)) location.reload();
};

const follow = () => {
  const {socket} = window;
  socket?.addEventListener('message', () => { heard = performance.now(); });
  // When Streamlit has heard of it.
  socket?.addEventListener('open', () => setTimeout(() => {
    if (cards().some(isLate)) dispatchEvent(new PopStateEvent('popstate'));
  }));
  for (const event of ['open', 'close']) socket?.addEventListener(event, () => setTimeout(look));
};
follow();
addEventListener('socket', follow, {signal});
for (const event of ['popstate', 'online', 'offline']) addEventListener(event, look, {signal});
const drawn = new MutationObserver(look);
drawn.observe(document.getElementById('root'), {childList: true, subtree: true});
signal.addEventListener('abort', () => { drawn.disconnect(); clearTimeout(again); });
}
