# SPDX-License-Identifier: Apache-2.0
# What ./dev package does: build/package/veinline_VERSION_ARCHITECTURE.deb from build/release and packaging/.
# shellcheck shell=bash

# The version of the tree: as CMakeLists.txt has it where HEAD is the tag of it; else sorted before it, by time and commit.
package_version() {
  local version commit
  version="$(sed -n 's/^project(veinline VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)"
  if commit="$(git rev-parse --short=12 HEAD 2>/dev/null)" && ! git describe --exact-match --match "v$version" >/dev/null 2>&1; then
    version+="~$(TZ=UTC git show -s --format=%cd --date=format-local:%Y%m%d.%H%M%S HEAD).$commit"
  fi
  printf '%s-1' "$version"
}

# The time that all files of the package carry, so that one commit gives one package.
package_epoch() { git show -s --format=%ct HEAD 2>/dev/null || stat -c %Y CHANGELOG.md; }

# compressed FILE TARGET: the same bytes every time.
compressed() { gzip -9 -n <"$1" >"$2"; }

# package_files ROOT VERSION: what the package installs.
package_files() {
  local root="$1" version="$2" program page document doc="$1/usr/share/doc/veinline"
  install -d "$root"/{usr/bin,etc/veinline,lib/systemd/system} "$doc" \
    "$root"/usr/share/{man/man1,bash-completion/completions,lintian/overrides}
  for program in veinline veinline-verify; do
    install -m 0755 "build/release/$program" "$root/usr/bin/"
    strip --strip-unneeded --remove-section=.comment "$root/usr/bin/$program"
  done
  install -m 0644 packaging/debian/veinline.toml "$root/etc/veinline/"
  install -m 0644 packaging/debian/veinline.service "$root/lib/systemd/system/"
  install -m 0644 packaging/completion.bash "$root/usr/share/bash-completion/completions/veinline"
  ln -s veinline "$root/usr/share/bash-completion/completions/veinline-verify"
  for page in packaging/*.1; do compressed "$page" "$root/usr/share/man/man1/$(basename "$page").gz"; done
  # Links between the documents hold: they lie as in the tree.
  find docs *.md THIRD_PARTY_NOTICES -type f \( -name '*.md' -o -name THIRD_PARTY_NOTICES \) ! -name CHANGELOG.md |
    while IFS= read -r document; do install -D -m 0644 "$document" "$doc/$document"; done
  # What a cluster is made with (docs/cluster.md).
  find deploy -type f | while IFS= read -r document; do
    install -D -m "$(if [ -x "$document" ]; then echo 0755; else echo 0644; fi)" "$document" "$doc/$document"
  done
  install -m 0644 packaging/debian/copyright "$doc/"
  install -m 0644 packaging/debian/lintian-overrides "$root/usr/share/lintian/overrides/veinline"
  compressed CHANGELOG.md "$doc/changelog.gz"
  printf 'veinline (%s) unstable; urgency=medium\n\n  * %s\n\n -- Veinline authors <packages@veinline.invalid>  %s\n' \
    "$version" "Built from the tree; changelog.gz says what changed." "$(date -u -R -d "@$SOURCE_DATE_EPOCH")" |
    gzip -9 -n >"$doc/changelog.Debian.gz"
}

# package_libraries ROOT: what dpkg-shlibdeps says that the programs need. ROOT is WORK/debian/veinline, as it expects.
package_libraries() {
  printf 'Source: veinline\n\nPackage: veinline\nArchitecture: any\n' >"$1/../control"
  (cd "$1/../.." && dpkg-shlibdeps -O debian/veinline/usr/bin/*) | sed -n 's/^shlibs:Depends=//p'
}

# package_control ROOT VERSION: what dpkg does with it.
package_control() {
  local root="$1" version="$2" libraries size script
  install -d "$root/DEBIAN"
  libraries="$(package_libraries "$root")"
  [ -n "$libraries" ] || die "dpkg-shlibdeps found no libraries."
  size="$(du -k -s --apparent-size --exclude=DEBIAN "$root" | cut -f1)"
  (cd "$root" && find etc lib usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
  sed -e "s|@VERSION@|$version|; s|@ARCHITECTURE@|$(dpkg --print-architecture)|; s|@SHLIBS@|$libraries|" \
    -e "s|@INSTALLED_SIZE@|$size|" packaging/debian/control >"$root/DEBIAN/control"
  install -m 0644 packaging/debian/conffiles "$root/DEBIAN/"
  for script in postinst prerm postrm; do install -m 0755 "packaging/debian/$script" "$root/DEBIAN/"; done
}

# build_package VERSION: says the path of the package.
build_package() {
  local version="$1" work root package
  umask 022
  SOURCE_DATE_EPOCH="$(package_epoch)"
  export SOURCE_DATE_EPOCH
  mkdir -p build/package
  work="$(mktemp -d build/package/work.XXXXXX)"
  root="$work/debian/veinline"
  install -d "$root"
  package_files "$root" "$version"
  package_control "$root" "$version"
  package="build/package/veinline_${version}_$(dpkg --print-architecture).deb"
  dpkg-deb --root-owner-group -Zxz --build "$root" "$package" >&2
  rm -rf "$work"
  printf '%s\n' "$package"
}
