#!/usr/bin/env bash
# Installs what the portal needs from Debian and is missing. Usage: build/packages.sh web|all
# `web` is what a container of the portal needs (a browser for PDFs, fonts, what .NET links to); `all` adds the database and test tools.
set -euo pipefail
want=(chromium fonts-noto-core fonts-noto-ui-core fonts-inter ca-certificates libicu72 libssl3 tzdata)
[ "${1:-all}" = web ] || want+=(postgresql-15 poppler-utils)
missing=()
for package in "${want[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0
if ! command -v apt-get >/dev/null; then
  echo "Missing: ${missing[*]}. This is not a Debian machine: install them by hand, then start again." >&2
  exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "Missing: ${missing[*]}. Run as root once, or: sudo apt-get install ${missing[*]}" >&2
  exit 1
fi
echo "Installing ${missing[*]} …"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
# The cluster Debian's package would start by itself is not ours and not needed.
mkdir -p /etc/postgresql-common && grep -qs '^create_main_cluster = false' /etc/postgresql-common/createcluster.conf \
  || echo 'create_main_cluster = false' >>/etc/postgresql-common/createcluster.conf
if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo "Could not install ${missing[*]}. Check the network and Debian's sources, then start again." >&2
  exit 1
fi
rm -f "$log"
