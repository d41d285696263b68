# Make sure that there is a Chromium for the browser tests, or say why there is none.
command -v chromium-headless-shell >/dev/null 2>&1 && exit 0
wanted="chromium-headless-shell chromium"
for name in chromium chromium-browser google-chrome; do
    # Any will do, but tests take half as long again where each page has a window of its own.
    command -v "$name" >/dev/null 2>&1 && wanted=chromium-headless-shell && there=yes
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "No Chromium without a window found: installing Debian's."
    apt-get update -q >/dev/null 2>&1
    for package in $wanted; do
        apt-get install -yq --no-install-recommends "$package" >/dev/null 2>&1 && exit 0
    done
    [ "$there" ] || echo "Chromium could not be installed: the browser tests will be left out."
    exit 0
fi
[ "$there" ] || echo "No Chromium found, and installing one needs root: the browser tests will be left out."
exit 0
