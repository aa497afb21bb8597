// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/migrate/sha256.h"
#include "test/unit/check.h"
#include <vector>

using namespace ckpt;
using namespace ckpt::migrate;

static Bytes bytes(const std::string &s) {
  return {reinterpret_cast<const u8 *>(s.data()), s.size()};
}

static std::string hex(const Digest &digest) {
  std::string out;
  for (u8 b : digest.bytes) {
    out += "0123456789abcdef"[b >> 4];
    out += "0123456789abcdef"[b & 15];
  }
  return out;
}

// FIPS 180-4's examples (NIST, SHA256.pdf), and the empty message.
TEST(published_digests) {
  CHECK_EQ(hex(sha256({})), "e3b0c44298fc1c149afbf4c8996fb924"
                            "27ae41e4649b934ca495991b7852b855");
  CHECK_EQ(hex(sha256(bytes("abc"))), "ba7816bf8f01cfea414140de5dae2223"
                                      "b00361a396177a9cb410ff61f20015ad");
  CHECK_EQ(hex(sha256(bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmno"
                            "mnopnopq"))),
           "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK_EQ(hex(sha256(bytes(std::string(1000000, 'a')))),
           "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// RFC 4231, 4.2 to 4.8 (4.6 is about cutting the result).
TEST(published_authentication_codes) {
  CHECK_EQ(hex(hmac_sha256(bytes(std::string(20, '\x0b')), bytes("Hi There"))),
           "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK_EQ(hex(hmac_sha256(bytes("Jefe"),
                           bytes("what do ya want for nothing?"))),
           "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK_EQ(hex(hmac_sha256(bytes(std::string(20, '\xaa')),
                           bytes(std::string(50, '\xdd')))),
           "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  std::string key;
  for (char c = 1; c <= 25; ++c)
    key += c;
  CHECK_EQ(hex(hmac_sha256(bytes(key), bytes(std::string(50, '\xcd')))),
           "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
  CHECK_EQ(hex(hmac_sha256(bytes(std::string(131, '\xaa')),
                           bytes("Test Using Larger Than Block-Size Key - "
                                 "Hash Key First"))),
           "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  CHECK_EQ(hex(hmac_sha256(
               bytes(std::string(131, '\xaa')),
               bytes("This is a test using a larger than block-size key and a "
                     "larger than block-size data. The key needs to be hashed "
                     "before being used by the HMAC algorithm."))),
           "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

TEST(pieces_are_the_whole) {
  std::string text;
  for (int i = 0; i < 700; ++i)
    text += static_cast<char>(i * 31 + i / 7);
  for (size_t size = 0; size < text.size(); size += 13) {
    std::string whole = text.substr(0, size);
    for (size_t cut = 0; cut <= size; cut += 29) {
      Sha256 hash;
      hash.add(bytes(whole.substr(0, cut)));
      hash.add(bytes(whole.substr(cut)));
      CHECK_EQ(hex(hash.finish()), hex(sha256(bytes(whole))));
    }
  }
}

TEST(one_bit_is_a_difference) {
  Digest a = sha256({}), b = a;
  CHECK(equal(a, b));
  for (u8 &byte : b.bytes) {
    byte ^= 0x10;
    CHECK(!equal(a, b));
    byte ^= 0x10;
  }
}
