# Make sure that there is a Chromium for the browser tests, or say why there is none.
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "No Chromium found: installing Debian's."
    { apt-get update -q && apt-get install -yq --no-install-recommends chromium; } >/dev/null 2>&1 && exit 0
    echo "Chromium could not be installed: the browser tests will be left out."
    exit 0
fi
echo "No Chromium found, and installing one needs root: the browser tests will be left out."
