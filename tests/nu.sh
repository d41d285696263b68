# Make sure that there is the Nu checker for the tests of HTML, or say why there is none.
VERSION=26.9.27
FOLDER="$1/nu"
JAR="$FOLDER/package/build/dist/vnu.jar"
[ -e "$JAR" ] && exit 0
if ! command -v java >/dev/null 2>&1 && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "No Java found: installing Debian's."
    { apt-get update -q && apt-get install -yq --no-install-recommends default-jre-headless npm; } >/dev/null 2>&1
fi
if ! command -v java >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
    echo "No Java or no npm: the check that the HTML is valid will be left out."
    exit 0
fi
mkdir -p "$FOLDER" && cd "$FOLDER" || exit 0
npm pack --silent "vnu-jar@$VERSION" >/dev/null 2>&1 && tar xzf "vnu-jar-$VERSION.tgz" && exit 0
echo "The Nu checker could not be fetched: the check that the HTML is valid will be left out."
