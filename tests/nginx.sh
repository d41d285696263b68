# Make sure that there is an nginx for the tests of the service, and a libfaketime that sets its
# clock, or say why not. Its own service is never started.
export PATH="$PATH:/usr/sbin:/usr/local/sbin"
faketime=$(find /usr/lib -path '*/faketime/libfaketime.so.1' 2>/dev/null)
[ -n "$faketime" ] && command -v nginx >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "No nginx or no libfaketime found: installing Debian's."
    policy=/usr/sbin/policy-rc.d
    [ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy" && ours=yes; }
    { apt-get update -q && apt-get install -yq --no-install-recommends nginx-light libfaketime; } >/dev/null 2>&1 && installed=yes
    [ -z "$ours" ] || rm -f "$policy"
    [ -n "$installed" ] && exit 0
    echo "They could not be installed: the tests of the service behind it will be left out."
    exit 0
fi
echo "No nginx or no libfaketime found, and installing them needs root: the tests of the service will be left out."
