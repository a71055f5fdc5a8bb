#!/usr/bin/env bash
# warcio 1.8.1: the digest that was handed in is replaced by a SHA-1 of the same bytes.
# A good guess: a record made with a SHA-256 in WARC-Block-Digest and WARC-Payload-Digest is written with them.
# What happens: the writer sets both fields anew, to a SHA-1 in base 32, and says nothing. For a revisit record,
# which stands for a page that was captured before, it keeps the digest handed in; such a record has no content of
# its own, and a check of digests answers None for it, neither right nor wrong.
# Why it matters: a capture is cited by the hash that was written down on the day. That hash is then nowhere in the
# file, and a page held as a revisit can be shown only together with the capture that it points to.
# Dalil: does not read into web archives: one is an exhibit, with the SHA-256 of the whole file in the signed log.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check warcio==1.8.1

cat >"$work/expected" <<'END'
resource WARC-Block-Digest sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5
resource WARC-Payload-Digest sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5
resource content b'abc' checked True
revisit WARC-Block-Digest sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ
revisit WARC-Payload-Digest sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
revisit content b'' checked None
END
cd "$work"
"$work/venv/bin/python" - >"$work/found" <<'END'
import hashlib
import io

from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

content, page = b"abc", "http://example.org/"
digest = "sha256:" + hashlib.sha256(content).hexdigest()
fields = {"WARC-Block-Digest": digest, "WARC-Payload-Digest": digest}
file = io.BytesIO()
writer = WARCWriter(file, gzip=False)
writer.write_record(
    writer.create_warc_record(page, "resource", payload=io.BytesIO(content), warc_headers_dict=fields)
)
writer.write_record(writer.create_revisit_record(page, digest, page, "2016-09-26T14:00:00Z"))
file.seek(0)
for record in ArchiveIterator(file, check_digests=True):
    for name in fields:
        print(record.rec_type, name, record.rec_headers.get_header(name))
    read = record.content_stream().read()
    print(record.rec_type, "content", read, "checked", record.digest_checker.passed)
END
diff "$work/expected" "$work/found"
echo "as recorded"
