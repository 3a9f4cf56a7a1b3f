#!/bin/sh
# Fetches the published packages that fontpack cuts fonts from and unpacks them
# into a folder: sh cmd/fontpack/fetch.sh build/fonts
# Needs npm, and apt-get with dpkg-deb (run "apt-get update" once before).
set -eu
dir=${1:-build/fonts}
mkdir -p "$dir"
cd "$dir"
for name in noto-serif-sc noto-sans-sc; do
	npm pack --silent "@expo-google-fonts/$name@0.4.3"
	rm -rf "$name"
	mkdir "$name"
	tar -xzf "expo-google-fonts-$name-0.4.3.tgz" -C "$name" --strip-components=1
done
apt-get download fonts-lxgw-wenkai=1.250+repack-1 fonts-dejavu-core=2.37-6 fonts-hanazono=20170904-2.1 unicode-data=15.0.0-1
rm -rf debian
for package in *.deb; do
	dpkg-deb -x "$package" debian
done
