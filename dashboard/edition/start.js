// The same view in the language that the address names, else in the first that the browser reads.
(() => {
  const { dataset } = document.currentScript;
  const known = dataset.languages.split(" "), files = dataset.files.split(" ");
  const asked = new URLSearchParams(location.search);
  const also = JSON.parse(dataset.also);
  const wishes = [asked.get("lang") ?? "", ...navigator.languages]
    .map((tag) => tag.trim().toLowerCase().split(/[-_]/)[0])
    .map((code) => also[code] ?? code);
  const language = wishes.find((each) => known.includes(each));
  const named = [...asked.values()].map((code) => `${dataset.stem}-${code}.html`);
  const file = named.find((each) => files.includes(each)) ?? files[0];
  if (language) location.replace(`${dataset.up}${language}/${file}${location.hash}`);
})();
