#!/bin/sh
# Writes the seeds: a few bytes of each kind of thing that a target reads, all of them made up here.
set -eu
cd "$(dirname "$0")"

seed() { # seed TARGET NAME, and its bytes on standard input
    mkdir -p "seeds/$1"
    cat > "seeds/$1/$2"
}

# decode: a byte of choices, then the bytes.
printf '\000Gr\303\274\303\237e aus K\303\266ln' | seed decode utf-8
printf '\000Gr\374\337e aus K\366ln und anderswo' | seed decode latin1
printf '\000\376\377\000a\330\000\000b' | seed decode utf-16-lone-surrogate
printf '\000\377\376a\000b\000' | seed decode utf-16-marked
printf '\000\357\273\277<!doctype html><p>x' | seed decode marked
printf '\000<meta charset="shift_jis"><p>\223\372\226{\214\352' | seed decode meta
printf '\000<?xml version="1.0" encoding="koi8-r"?><html>\301\302' | seed decode xml
printf '\010\033$B$3$s\033(B' | seed decode iso-2022-jp
printf '\011\201\060\201\060\204\061\244\067' | seed decode gb18030
printf '\012\210\142\210\144x' | seed decode big5
printf '\000PK\003\004' | seed decode zip
printf '\000---\ntitle: x\n---\n<p>a</p>' | seed decode front-matter

# html
printf '<!DOCTYPE html><html lang=en><title>The ferry - Harbour</title><meta name=author content="Jane Roe"><body><nav><a href=/>Home</a></nav><article><h1>The ferry</h1><p class=byline>By <a rel=author>Jane Roe</a>, <time datetime=2021-05-03>3 May 2021</time></p><p>The ferry sails again in March, the office said on Tuesday after talks.</p><ul><li>one<li>two</ul><pre>  let x = 1;\n</pre><blockquote>Quoted</blockquote></article><div class=comments>Leave a Reply</div></html>' | seed html article
printf '<table>a<tr><td>1<td colspan=9>2<caption>c</table><ol start=3 reversed><li value=7>x<li>y</ol>' | seed html table
printf '<p><font color=1><b><i>a<p>b</b></i><a href=x>c<a href=y>d<svg><title>t</title><foreignObject><p>e' | seed html nested
printf '<script type="application/ld+json">{"@type":"NewsArticle","headline":"h","author":[{"name":"J"}],"articleBody":"The ferry sails again in March."}</script><p>x' | seed html json-ld
printf '<template><select><option>a<object><frameset></template><math><mi>x</math><!--c--><plaintext></p>' | seed html odd
printf '<p>a&nbsp;b&amp;c&#x93;d&#0;e &notit; <br>f<span hidden>g</span>--- comments ---' | seed html references
printf '<p>Share</p><p>By Jane Roe | Jan. 1, 2015</p><p>Your support helps us to tell the story. Please donate. Read more</p>' | seed html residue

# text
printf -- '---\ntitle: "A: b"\ndate: 2025-02-06\nlanguage: en\nwords: 12\nremoved:\n  share: 2\nmetadata:\n  mood: fine\n---\nThe ferry to the outer islands sails again.\n\n--- comments ---\n\nFine.\n' | seed text ours
printf 'The ferry sails again\nBy Jane Doe | Jan. 1, 2015\nShare | Tweet | 12 Comments\n\nThe ferry to the outer islands will sail again in March, the office said.\n\nLeave a Reply\n' | seed text article
printf 'Tags: tea, green sea\nPublished Jan 3, 2024 - Updated Jan 5, 2024\n    let x = "1";\n```\ncode  \n```\n- item\n  1. two\n' | seed text shapes
printf 'it\303\242\342\202\254\342\204\242s caf&eacute; \342\200\234q\342\200\235 e\314\201 so\302\255ft \342\200\250x\033[1mred\033[0m\r\n' | seed text characters
printf 'Am 6. Februar 2025 fuhr die alte F\303\244hre. Lesen Sie auch: Die F\303\244hre\nVon Jana Muster, 6. Februar 2025, 14:03 Uhr\nSchreibe einen Kommentar\n' | seed text german
printf 'Your support helps us to tell the story Read more Support Now Your donation pays for independent journalism. Please donate today, dear reader.\n' | seed text appeal

# normalize: form and quotes, language, then the text.
printf '\000\000\342\200\234One\342\200\235  two \r\n\n\nit\303\242\342\202\254\342\204\242s&amp;amp; caf&eacute;' | seed normalize prose
printf '\006\002\"Ja\", sagt er: \047Nein\047 \302\273so\302\253 e\314\201 \357\254\201' | seed normalize typographic
printf '\001\003\303\203\302\251\302\205\302\240?\302\240!\340\270\201\342\200\213\340\270\202\033[1m\033]8;;x\007' | seed normalize nfkc
printf '\002\010    code \342\200\234\n```\n\t&lt;\n```\n' | seed normalize code

# warc: how it is packed, size, pieces, place and flip of a damage; then records.
records='WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 12\r\n\r\nisPartOf: a\n\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Type: application/http\r\nContent-Length: 45\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>\r\n\r\nWARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: 4\r\n\r\ntext\r\n\r\n'
printf "\000\003\002\000\000$records" | seed warc plain
printf "\002\003\002\000\000$records" | seed warc members
printf "\003\003\002\001\125$records" | seed warc damaged
printf '\000\002\001\000\000WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9999\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n3\r\nabc\r\n0\r\n\r\nWARC/1.0\r\nWARC-Type: resource\r\n\r\nx' | seed warc lies
{ printf '\001\003\000\000\000'; printf "$records" | gzip -n; printf 'WARC/1.0\r\n' | gzip -n; } | seed warc gzip
printf '\000\000\000\000\000junk\000\000WARC/1.0\r\nWARC-Type: revisit\r\n\r\n' | seed warc junk
old='filedesc://a.arc 0.0.0.0 20040229235958 text/plain 5\n1 0 A\nhttp://a.example/ 192.0.2.7 20040229235958 text/html 22\nHTTP/1.0 200 OK\r\n\r\n<p>\ndns:a 192.0.2.7 20040229235958 text/dns 1\nx\n'
printf "\000\003\002\000\000$old" | seed warc arc
{ printf '\001\003\000\000\000'; printf "$old" | gzip -n; } | seed warc arc-gzip

# inflate: bytes at a time, turn; then the file.
{ printf '\000\000'; printf 'some text' | gzip -n; printf 'more' | gzip -n; } | seed inflate gzip
{ printf '\003\001'; head -c 100000 /dev/zero | gzip -n; } | seed inflate gzip-bomb
{ printf '\002\001'; printf 'some text' | bzip2; } | seed inflate bzip2
{ printf '\002\002'; printf 'some text' | xz; } | seed inflate xz
printf '\002\003\050\265\057\375\040\011\111\000\000some text' | seed inflate zstd
printf '\002\003\123\052\115\030\003\000\000\000abc\050\265\057\375\040\004\041\000\000text' | seed inflate zstd-skippable
printf '\002\004\004\042\115\030\140\100\202\004\000\000\200text\000\000\000\000' | seed inflate lz4
printf '\000\000{"text": "one", "url": "http://a.example"}\n{"text": "two"}\n' | seed inflate jsonl

# packs
cat <<'PACK' | seed packs rules
language = "en"

[[rule]]
id = "my-rule"
category = "share"
scope = "line"
place = "edge"
max_words = 7
why = "It asks to share"
phrases = [
  { text = "pass it on {n} times", drop = "Pass it on 3 times", keep = "He passed it on" },
  { text = "tell {name}", drop = "Tell Jane", keep = "Tell no one of it" },
]
PACK
sed 's/"line"/"span"/; s/"edge"/"near"/; s/"en"/"*"/' seeds/packs/rules | seed packs span
sed 's/"line"/"sentence"/; s/"edge"/"head"/; s/"en"/"qq"/; s/^why/action = "keep"\n&/' seeds/packs/rules | seed packs keep
sed 's/"line"/"start"/; s/"edge"/"tail"/; s/"en"/"xx"/' seeds/packs/rules | seed packs start
cat <<'PACK' | seed packs appeals
language = "qq"

[appeals]
voice = ["we", "our newsroom"]
plea = ["please", "your support"]
opening = ["please"]
donation = ["donate", "gift"]
newsletter = ["inbox"]
paywall = ["subscribe"]
button = ["Donate now"]
link = ["Read more"]
cause = ["the news"]
examples = [{ drop = "Please donate to our newsroom. Donate now" }, { keep = "We donate." }]
PACK

# front_matter: values parted by a byte that no UTF-8 has.
printf 'A: title #1\377Jane; John\3772025-02-06\377https://a.example/?b=c\377One:\ntwo\377a\377b\377no\377007\377CC\377key: x\377[1, {"a": null}]\377? k\377-1.5e300' | seed front_matter values
printf 'title: x\ntags: [a, "b"]\nn: 007\nf: .inf\nm: {a: {b: c}}\nremoved:\n  share: 1\n' | seed front_matter yaml
printf 'a: |\n  text\nb: >-\n  folded\n? c\n: !!str 1\nd: 2025-02-06T10:00:00Z\n...' | seed front_matter forms
