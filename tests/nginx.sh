# Make sure that there is an nginx for the tests of the service, or say why not. Its own service is
# never started.
export PATH="$PATH:/usr/sbin:/usr/local/sbin"
command -v nginx >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "No nginx found: installing Debian's."
    policy=/usr/sbin/policy-rc.d
    [ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy" && ours=yes; }
    { apt-get update -q && apt-get install -yq --no-install-recommends nginx-light; } >/dev/null 2>&1 && installed=yes
    [ -z "$ours" ] || rm -f "$policy"
    [ -n "$installed" ] && exit 0
    echo "nginx could not be installed: the tests of the service behind it will be left out."
    exit 0
fi
echo "No nginx found, and installing it needs root: the tests of the service will be left out."
