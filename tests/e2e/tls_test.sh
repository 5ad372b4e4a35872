#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A node under TLS 1.3: the command line, curl and a witness speak to it, a certificate is replaced while it runs, and
# files of the page are sent compressed and once. Argument: the folder of the programs.
set -euo pipefail
programs="$1"
work="$(mktemp -d)"
server=""
stop() { [ -z "$server" ] || { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=""; }; }
trap 'stop; rm -rf "$work"' EXIT
fail() { printf 'FAILED: %s\n' "$*" >&2; cat "$work/serve.log" >&2 || true; exit 1; }
v() { "$programs/veinline" "$@"; }
command -v openssl > /dev/null || { echo "openssl, which makes certificates for this test, is missing"; exit 77; }

authority() {  # authority NAME: $work/NAME.pem and .key
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$1" \
    -keyout "$work/$1.key" -out "$work/$1.pem" 2> /dev/null
}
certificate() {  # certificate AUTHORITY: a new $work/server.pem and .key
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=server \
    -keyout "$work/new.key" -out "$work/new.csr" 2> /dev/null
  openssl x509 -req -in "$work/new.csr" -CA "$work/$1.pem" -CAkey "$work/$1.key" -CAcreateserial -days 1 \
    -extfile <(printf 'subjectAltName=DNS:localhost,IP:127.0.0.1') -out "$work/server.pem" 2> /dev/null
  mv "$work/new.key" "$work/server.key"
}
device() {  # device AUTHORITY NAME: $work/NAME.pem and .key, for a client
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$2" \
    -keyout "$work/$2.key" -out "$work/$2.csr" 2> /dev/null
  openssl x509 -req -in "$work/$2.csr" -CA "$work/$1.pem" -CAkey "$work/$1.key" -CAcreateserial -days 1 \
    -extfile <(printf 'extendedKeyUsage=clientAuth') -out "$work/$2.pem" 2> /dev/null
}
authority first
authority second
certificate first

v init --data "$work/node" > /dev/null
v user add "Demo Quality" --role quality --site NODE --data "$work/node" --token-out "$work/token" > /dev/null
for of in logger unknown revoked; do device first "$of"; done
device second stranger
person="$(v user add "Logger" --role technologist --site NODE --data "$work/node" --token-out "$work/unused" | head -n 1)"
for of in logger revoked; do
  v device register "$work/$of.pem" --person "$person" --expires "$(date -u -d '+1 day' +%FT%TZ)" --data "$work/node" > /dev/null
done
v device revoke "$work/revoked.pem" --data "$work/node" > /dev/null
"$programs/veinline" serve --data "$work/node" --listen 127.0.0.1:0 --limits-threads 2 --tls-client-ca "$work/first.pem" \
  --tls-certificate "$work/server.pem" --tls-key "$work/server.key" < /dev/null > "$work/serve.log" 2>&1 &
server=$!
for _ in $(seq 100); do grep -q 'https://localhost' "$work/serve.log" && break; sleep 0.05; done
url="$(sed -n 's/.*\(https:\/\/localhost:[0-9]*\)\/.*/\1/p' "$work/serve.log" | head -n 1)"
[ -n "$url" ] || fail "the server tells its address"
grep -q 'it is good until' "$work/serve.log" || fail "and until when its certificate is good"

# The command line believes whom it is told to believe, and nobody else.
me() { v show courses --server "$url" --token-file "$work/token" "$@"; }
me --ca-file "$work/first.pem" > /dev/null || fail "it speaks to the node under TLS"
VEINLINE_CA_FILE="$work/first.pem" me > /dev/null || fail "the environment says whom to believe as well"
if me > /dev/null 2> "$work/err"; then fail "the system's authorities did not sign this"; fi
grep -q 'its certificate is not believed' "$work/err" || fail "it says why it did not speak: $(cat "$work/err")"
key="$(curl --silent --cacert "$work/first.pem" "$url/log/key")"
VEINLINE_CA_FILE="$work/first.pem" v verify "$url" --key "$key" > "$work/verdict" || fail "verify checks a node under TLS"
grep -q '^INTACT' "$work/verdict" || fail "and finds it intact"
VEINLINE_CA_FILE="$work/first.pem" v witness key --server "$url" | grep -q '+' || fail "witness key asks under TLS"
if timeout 10 "$programs/veinline" feed --after 0 --count 1 --server "$url" --token-file "$work/token" \
  --ca-file "$work/first.pem" | grep -q '^1 '; then :; else fail "the feed is told under TLS"; fi

# Another program, and nothing older than TLS 1.3.
ask() { curl --silent --show-error --cacert "$work/first.pem" "$@"; }
[ "$(ask "$url/healthz")" = ok ] || fail "curl hears the node"
if ask --tls-max 1.2 "$url/healthz" 2> /dev/null; then fail "TLS 1.2 is not spoken"; fi
port="${url##*:}"
[ "$(curl --silent --output /dev/null --write-out '%{http_code}' "http://localhost:$port/")" = 400 ] ||
  fail "who speaks plain HTTP is told so"

# A device shows a certificate: registered it acts, else it is refused with one answer.
shows() { ask --output /dev/null --write-out '%{http_code}' --cert "$work/$1.pem" --key "$work/$1.key" "${@:2}" "$url/api/v1/me"; }
[ "$(shows logger)" = 200 ] || fail "a registered device is known by its certificate"
for of in unknown revoked stranger second; do
  [ "$(shows "$of")" = 401 ] || fail "the certificate '$of' counts for nothing"
done
[ "$(shows logger --header "authorization: Bearer $(cat "$work/token")")" = 400 ] || fail "two callers are none"
[ "$(ask --output /dev/null --write-out '%{http_code}' --header "authorization: Bearer $(cat "$work/token")" "$url/api/v1/me")" = 200 ] ||
  fail "whoever shows no certificate is asked for a token as before"

# The page: compressed for who takes it, and not sent again.
sheet="$(ask "$url/" | grep -o '/assets/[^"]*\.css')"
plain="$(ask --output /dev/null --write-out '%{size_download}' "$url$sheet")"
packed="$(ask --header 'accept-encoding: gzip' --dump-header "$work/head" --output "$work/early.js.gz" \
  --write-out '%{size_download}' "$url$sheet")"
[ "$((packed * 2))" -lt "$plain" ] || fail "a file of the page is compressed to less than half: $packed of $plain"
[ "$(gzip -dc "$work/early.js.gz" | wc -c)" = "$plain" ] || fail "and is the same"
grep -qi '^vary: accept-encoding' "$work/head" || fail "caches are told that it varies"
etag="$(sed -n 's/^etag: \(.*\)\r$/\1/p' "$work/head")"
[ "$(ask --header "if-none-match: $etag" --output /dev/null --write-out '%{http_code}' "$url$sheet")" = 304 ] ||
  fail "who has it is not sent it again"
head_length="$(ask --head --header 'accept-encoding: gzip' "$url$sheet" | sed -n 's/^content-length: \(.*\)\r$/\1/p')"
[ "$head_length" = "$packed" ] || fail "HEAD says the length of what GET sends"

# A new certificate by SIGHUP. A bad one is refused, and the old one stays.
said() { for _ in $(seq 100); do grep -q "$1" "$work/serve.log" && return; sleep 0.05; done; fail "it says: $1"; }
echo nothing > "$work/server.key"
kill -HUP "$server"
said 'it stays as it was: the file of the key'
[ "$(ask "$url/healthz")" = ok ] || fail "the old certificate is shown on"
certificate second
kill -HUP "$server"
said 'it was read again'
if ask "$url/healthz" 2> /dev/null; then fail "the new certificate is shown"; fi
[ "$(curl --silent --cacert "$work/second.pem" "$url/healthz")" = ok ] || fail "and is believed by who knows its authority"
kill "$server"
wait "$server" || fail "it ends well"
server=""

# What other machines would send in plain is not listened for.
if v serve --data "$work/node" --listen 0.0.0.0:0 > "$work/serve.log" 2>&1; then fail "it does not listen in plain"; fi
grep -q 'tls.certificate' "$work/serve.log" || fail "and says what is missing"
if v config check --listen 0.0.0.0:1 > "$work/out" 2>&1; then fail "config check says so too"; fi
v config check --listen 0.0.0.0:1 --proxies-trusted 10.0.0.0/8 > "$work/out" || fail "a proxy in front may do TLS"
echo "A node under TLS was spoken to."
