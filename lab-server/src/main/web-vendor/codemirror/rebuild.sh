#!/bin/sh
# Makes web/vendor/codemirror-VERSION again: one ES module, its licences, and the hashes vendor.json wants.
#
# The only place where Node and npm are needed, by whoever updates CodeMirror; the build never runs this. The lock file
# fixes every package by its digest and names no registry. The folder is named after @codemirror/view.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/package-lock.json" "$here/entry.js" "$work/"
cd "$work"
npm ci --ignore-scripts --no-audit --no-fund --omit-lockfile-registry-resolved

version=$(node -p 'require("./node_modules/@codemirror/view/package.json").version')
out="$here/../../resources/web/vendor/codemirror-$version"
mkdir -p "$out"
./node_modules/.bin/esbuild entry.js --bundle --format=esm --minify --charset=utf8 --target=es2022 \
  --legal-comments=none --metafile=meta.json --log-level=warning --outfile="$out/codemirror.mjs"

# Every package a line of which is in the bundle, with its licence.
node > "$out/LICENSE" <<'NODE'
const fs = require("fs");
const inputs = Object.keys(JSON.parse(fs.readFileSync("meta.json", "utf8")).inputs);
const names = inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean);
const texts = [...new Set(names)].sort().map((name) => {
  const folder = `node_modules/${name}`;
  const { version, license } = JSON.parse(fs.readFileSync(`${folder}/package.json`, "utf8"));
  const text = fs.readFileSync(`${folder}/LICENSE`, "utf8").trim();
  return `${name} ${version} (${license})\n\n${text}\n`;
});
process.stdout.write(texts.join(`\n${"-".repeat(80)}\n\n`));
NODE
cd "$out"
sha256sum LICENSE codemirror.mjs
wc -c codemirror.mjs
