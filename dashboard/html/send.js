// Buttons that hand something on are shown where the browser can do it: the sheet of a phone, and the
// clipboard. Both exist on a safe connection alone; all that they do can be done without them.
for (const button of document.querySelectorAll('button[data-hand]')) {
  const {hand, from, said, address, done, failed} = button.dataset;
  const text = () => from ? document.getElementById(from).value : `${said} ${address}`;
  const hands = {
    share: navigator.share && (() => navigator.share({title: document.title, text: said, url: address})),
    copy: navigator.clipboard && (() => navigator.clipboard.writeText(text())),
  };
  if (!hands[hand]) continue;
  const line = button.parentElement.querySelector('[role=status]');
  button.hidden = false;
  button.addEventListener('click', async () => {
    line.textContent = '';
    try {
      await hands[hand]();
      line.textContent = done ?? '';
    } catch ({name}) {
      // Whoever closes the sheet did not want it; who may not copy takes the text by hand.
      if (name !== 'AbortError') line.textContent = failed;
    }
  });
}
