# Make sure that there is a LibreOffice for the tests of spreadsheets and slides, or say why not.
knows_slides() {
    office=$(command -v soffice) && [ -e "$(dirname "$(readlink -f "$office")")/libsdlo.so" ]
}
knows_slides && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "No LibreOffice found: installing the parts of Debian's for spreadsheets and slides (95 MB)."
    # With a face whose letters are as wide as those of Arial, in which slides are set.
    parts="libreoffice-calc-nogui libreoffice-impress-nogui fonts-liberation2"
    { apt-get update -q && apt-get install -yq --no-install-recommends $parts; } >/dev/null 2>&1 && exit 0
    echo "LibreOffice could not be installed: the tests with a real office will be left out."
    exit 0
fi
echo "No LibreOffice found, and installing it needs root: the tests with a real office will be left out."
