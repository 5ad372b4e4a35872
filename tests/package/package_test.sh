#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The Debian package in a clean Debian root: installed, a node made, served and written to, upgraded, removed, installed
# again, purged, and purged with the data. Wants build/release, root, mmdebstrap, and the mirror that apt has here.
# ./dev package --check runs it. With KEEP=1 the root is left for a look.
# shellcheck disable=SC1010  # the word do is a verb of ours
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
skip() { echo "Not tried: $*"; exit 77; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }

[ "$(id -u)" = 0 ] || skip "this needs root, for a root folder with users of its own."
for tool in mmdebstrap dpkg-shlibdeps unshare; do
  command -v "$tool" > /dev/null || skip "$tool is not here (./dev package --check installs it)."
done
[ -x build/release/veinline ] || skip "build/release/veinline was not built."
# Mounts and processes of its own: whatever is started here ends with it.
if [ -z "${IN_OWN_NAMESPACE:-}" ]; then
  exec unshare --mount --pid --fork --kill-child --mount-proc env IN_OWN_NAMESPACE=1 bash "tests/package/package_test.sh" "$@"
fi

work="$(mktemp -d)"
root="$work/root"
[ -n "${KEEP:-}" ] || trap 'unmount_root 2> /dev/null || true; rm -rf --one-file-system "$work"' EXIT
note() { printf '%s\n' "package: $*" >&2; }
die() { fail "$*"; }
# shellcheck source=scripts/dev/package.sh
. scripts/dev/package.sh

claims=0
# claim TEXT COMMAND...: the command succeeds.
claim() {
  local text="$1"; shift
  "$@" > "$work/out" 2>&1 || { cat "$work/out" >&2; fail "$text"; }
  claims=$((claims + 1))
}
# refused TEXT COMMAND...: it does not.
refused() {
  local text="$1"; shift
  ! "$@" > "$work/out" 2>&1 || { cat "$work/out" >&2; fail "$text"; }
  claims=$((claims + 1))
}
says() { grep -qF -- "$1" "$work/out" || { cat "$work/out" >&2; fail "it does not say: $1"; }; }
in_root=(chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive)
service_user=(setpriv --reuid=veinline --regid=veinline --clear-groups)
inside() { "${in_root[@]}" "$@"; }
# as_service COMMAND...: as the unit would run it.
as_service() { inside "${service_user[@]}" "$@"; }
apt() { inside apt-get -q -y -o Dpkg::Use-Pty=0 "$@"; }
data=/var/lib/veinline

# --- two packages and a clean root ---------------------------------------------------------------------------------

version="$(package_version)"
commit="$(build/release/veinline --version)"
old="$(build_package "$version" 2> "$work/build.log")" || { cat "$work/build.log" >&2; fail "the package is built"; }
cp "$old" "$work/again.deb"
build_package "$version" > /dev/null 2>&1
claim "one commit gives one package, byte for byte" cmp "$old" "$work/again.deb"
new="$(build_package "${version%-1}.1-1" 2> /dev/null)"
claim "the other version is the higher one" dpkg --compare-versions "$(dpkg-deb -f "$new" Version)" gt "$version"

sources="$(apt-get indextargets --format 'deb $(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' | sort -u)"
[ -n "$sources" ] || skip "apt has no Debian mirror here."
. /etc/os-release
note "a clean $VERSION_CODENAME root"
mmdebstrap --quiet --mode=root --variant=minbase "$VERSION_CODENAME" "$root" - <<< "$sources" > "$work/out" 2>&1 ||
  { tail -5 "$work/out" >&2; skip "the mirror gave no root."; }
apt-config dump | grep -iE '^Acquire::[a-z]+::(proxy|verify|cainfo)' > "$root/etc/apt/apt.conf.d/90here" || true
cp -L /etc/resolv.conf /etc/hosts "$root/etc/" 2> /dev/null || true
mount_root() {
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  mount --make-rslave "$root/dev"
}
unmount_root() { umount -R "$root/proc" "$root/dev"; }
mount_root
cp "$old" "$root/old.deb"
cp "$new" "$root/new.deb"

# --- installed -----------------------------------------------------------------------------------------------------

note "installing"
claim "the mirror has lists of packages" apt update
claim "it installs with what it needs" apt install --no-install-recommends /old.deb
says "veinline init --data $data"
claim "nothing is left half configured" inside dpkg --audit
[ ! -s "$work/out" ] || fail "dpkg --audit has something to say: $(cat "$work/out")"
claim "the files are those of the package" inside dpkg --verify veinline
[ "$(inside stat -c '%U:%G %a' $data)" = "veinline:veinline 700" ] || fail "the data folder is the service's alone"
[ "$(inside getent passwd veinline | cut -d: -f6,7)" = "$data:/usr/sbin/nologin" ] || fail "nobody signs in as the service"
[ -z "$(inside ls -A $data)" ] || fail "no node is made by itself"
claim "the settings of the package would do" as_service veinline config check --config /etc/veinline/veinline.toml
[ "$(inside veinline --version)" = "$commit" ] || fail "the program says its commit"
claim "the verifier is there" inside veinline-verify --version
claim "bash completes it" inside bash -c '. /usr/share/bash-completion/completions/veinline; complete -p veinline'
for page in veinline veinline-verify; do
  claim "$page has a man page" inside gzip -t "/usr/share/man/man1/$page.1.gz"
done
claim "the administrator's guide is there" test -s "$root/usr/share/doc/veinline/docs/administration.md"
claim "the unit is enabled" test -L "$root/etc/systemd/system/multi-user.target.wants/veinline.service"
claim "the root gets systemd, which the package does without" apt install --no-install-recommends systemd
claim "systemd understands the unit" inside systemd-analyze verify --man=no veinline.service
[ ! -s "$work/out" ] || fail "systemd warns of the unit: $(cat "$work/out")"
claim "the unit is hardened" inside systemd-analyze security --offline=yes --threshold=20 veinline.service
if command -v lintian > /dev/null; then
  claim "lintian has nothing to say" lintian --fail-on error,warning "$old"
else
  note "lintian is not here: the package was not looked at."
fi

# --- a node: made, served, written to -------------------------------------------------------------------------------

# The server in the root, on loopback, at $url.
serve() {
  # No function: the process in the background shall be the server itself.
  "${in_root[@]}" "${service_user[@]}" veinline serve --config /etc/veinline/veinline.toml --listen 127.0.0.1:0 \
    > "$work/serve.log" 2>&1 &
  server=$!
  for _ in $(seq 200); do grep -q 'http://localhost' "$work/serve.log" && break; sleep 0.05; done
  url="$(sed -n 's/.*\(http:\/\/localhost:[0-9]*\)\/.*/\1/p' "$work/serve.log" | head -n 1)"
  [ -n "$url" ] || { cat "$work/serve.log" >&2; fail "the server tells its address"; }
}
stop_server() {  # runuser hands the signal on
  kill "$server"
  wait "$server" || true
}
# head_of: size and root of the log, as the verifier judges them.
head_of() { as_service veinline verify $data --key "$key" | grep -E '^ *(size|root) '; }

note "making a node"
claim "the service user makes a node" as_service veinline init --data $data --origin veinline.invalid/package
key="$(tail -n 1 "$work/out")"
as_service veinline user add "Package Administrator" --role administrator --site NODE --data $data --token-out $data/token > /dev/null
serve
claim "a fact is recorded over loopback" as_service veinline do study/register_site --code HOSP-A --kind hospital \
  --zone Asia/Shanghai --server "$url" --token-file $data/token
claim "who may act is known" as_service veinline user list --server "$url" --token-file $data/token
stop_server
before="$(head_of)"
[ -n "$before" ] || fail "the log is intact"
echo '# a line of the administrator' >> "$root/etc/veinline/veinline.toml"

# --- upgraded, removed, purged --------------------------------------------------------------------------------------

note "upgrading"
claim "it upgrades" apt install /new.deb
[ "$(inside dpkg-query -f '${Version}' -W veinline)" = "$(dpkg-deb -f "$new" Version)" ] || fail "the new version is there"
[ "$(head_of)" = "$before" ] || fail "the upgrade left the log as it was"
claim "what the administrator wrote stays" grep -q 'a line of the administrator' "$root/etc/veinline/veinline.toml"
serve
claim "the new program serves the old data, and goes on" as_service veinline do study/register_site --code HOSP-B \
  --kind hospital --zone Asia/Shanghai --server "$url" --token-file $data/token
stop_server
before="$(head_of)"

# --- as a service, under the systemd of the root -----------------------------------------------------------------------

# booted COMMAND...: in the machine that systemd-nspawn boots, which has a network of its own.
booted() { nsenter --target "$first_process" --all env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@"; }
# comes TEXT COMMAND...: the command succeeds within half a minute.
comes() {
  local text="$1"; shift
  for _ in $(seq 60); do ! "$@" > "$work/out" 2>&1 || { claims=$((claims + 1)); return 0; }; sleep 0.5; done
  cat "$work/out" "$work/boot.log" >&2
  fail "$text"
}
process_of_service() { booted systemctl show veinline --property MainPID --value; }
answers() { booted veinline user list --server http://localhost:8080 --token-file $data/token; }

as_a_service() {
  note "booting"
  unmount_root
  systemd-nspawn --quiet --directory "$root" --register=no --keep-unit --private-network --boot --console=pipe \
    > "$work/boot.log" 2>&1 < /dev/null &
  local container=$! first
  comes "the machine starts" pgrep --parent "$container"
  first_process="$(cat "$work/out")"
  comes "the service starts with the machine, hardened as it is, and answers" answers
  claim "it records" booted veinline do study/register_site --code HOSP-C --kind hospital --zone Asia/Shanghai \
    --server http://localhost:8080 --token-file $data/token
  claim "it is killed" booted systemctl kill --signal=KILL veinline
  comes "it is started again, and answers" answers
  first="$(process_of_service)"
  claim "an upgrade while it serves" booted apt-get -q -y -o Dpkg::Use-Pty=0 install --reinstall /new.deb
  comes "it answers after the upgrade" answers
  [ "$(process_of_service)" != "$first" ] || fail "an upgrade starts the new program"
  claim "the machine is switched off" booted systemctl poweroff
  wait "$container" || true
  mount_root
}
if command -v systemd-nspawn > /dev/null; then
  as_a_service
  before="$(head_of)"
else
  note "systemd-nspawn is not here: the service was not tried under systemd."
fi

note "removing"
claim "it is removed" apt remove veinline
refused "the program is gone" test -e "$root/usr/bin/veinline"
claim "the data is there" test -s "$root$data/ledger.db"
claim "the settings are there" test -s "$root/etc/veinline/veinline.toml"
claim "it is purged" apt purge veinline
says "kept in $data"
refused "the settings are gone" test -e "$root/etc/veinline"
claim "the data is there still" test -s "$root$data/keys/node.key"

note "installing again over the data"
claim "it installs again" apt install --no-install-recommends /new.deb
[ "$(head_of)" = "$before" ] || fail "the record outlived the purge"

note "purging with the data"
claim "the administrator asks" inside touch /etc/veinline/purge-data
claim "it is purged again" apt purge veinline
says "$data was removed"
refused "the data is gone" test -e "$root$data"
refused "the settings are gone too" test -e "$root/etc/veinline"
refused "the user is gone" inside getent passwd veinline
left="$(inside find / -xdev \( -path /proc -o -path /dev \) -prune -o -name '*veinline*' -print)"
[ -z "$left" ] || fail "the purge left: $left"
rm -f "$new"
echo "$claims claims hold: $old"
