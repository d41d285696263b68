# Make sure that there is a LibreOffice for the test of spreadsheets, or say why there is none.
command -v soffice >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "No LibreOffice found: installing the part of Debian's that knows spreadsheets (90 MB)."
    { apt-get update -q && apt-get install -yq --no-install-recommends libreoffice-calc-nogui; } >/dev/null 2>&1 && exit 0
    echo "LibreOffice could not be installed: the test with a real spreadsheet will be left out."
    exit 0
fi
echo "No LibreOffice found, and installing it needs root: the test with a real spreadsheet will be left out."
