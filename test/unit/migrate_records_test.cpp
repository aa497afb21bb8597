// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/migrate/records.h"
#include "test/unit/check.h"
#include <cstring>
#include <set>

using namespace ckpt;
using namespace ckpt::migrate;

static const RecordType kAll[] = {
#define CKPT_RECORD(id, number, name, front, proof) RecordType::id,
#include "runtime/migrate/records.def"
};

static Session session() {
  Session s;
  s.key = derive_key("a token");
  std::memset(s.sender_nonce.bytes, 1, 32);
  std::memset(s.receiver_nonce.bytes, 2, 32);
  s.image_size = 12345;
  std::memset(s.image_digest.bytes, 3, 32);
  return s;
}

static std::string text_of(const Digest &d) {
  return {reinterpret_cast<const char *>(d.bytes), sizeof d.bytes};
}

// What docs/migration.md says, byte by byte.
TEST(layout_of_hello) {
  Record hello = make_record(RecordType::kHello, session());
  Bytes bytes = hello.bytes();
  REQUIRE_EQ(bytes.size, 16 + 40);
  const u8 header[16] = {'C', 'K', 'M', 'G', 1, 0, 1, 0, 40};
  CHECK(!std::memcmp(bytes.data, header, sizeof header));
  CHECK_EQ(bytes[16], 1);
  const u8 size[8] = {0x39, 0x30};
  CHECK(!std::memcmp(bytes.data + 48, size, sizeof size));
}

TEST(layout_of_a_proof) {
  u8 proven[128] = {};
  std::memcpy(proven, "SEAL", 4);
  std::memset(proven + 16, 1, 32);
  std::memset(proven + 48, 2, 32);
  proven[80] = 0x39;
  proven[81] = 0x30;
  std::memset(proven + 88, 3, 32);
  Session s = session();
  Digest expected = hmac_sha256({s.key.bytes, 32}, {proven, sizeof proven});
  CHECK(equal(proof(RecordType::kSeal, s), expected));
  CHECK(equal(s.key, hmac_sha256({reinterpret_cast<const u8 *>(
                                      "ckpt migration key"), 18},
                                 {reinterpret_cast<const u8 *>("a token"),
                                  7})));
}

TEST(every_record_is_taken_back) {
  for (RecordType type : kAll) {
    if (type == RecordType::kRefuse)
      continue;
    Session s = session(), other = session();
    if (type == RecordType::kSeal)
      other.image_digest = {};
    if (type == RecordType::kChallenge)
      other.receiver_nonce = {};
    if (type == RecordType::kHello)
      other.image_size = 0;
    Record record = make_record(type, s);
    Reason why;
    CHECK(check_header(record.header, {&type, 1}, why));
    CHECK(take_record(record, other, why));
    CHECK_EQ(other.image_size, s.image_size);
    CHECK(equal(other.image_digest, s.image_digest));
    CHECK(equal(other.receiver_nonce, s.receiver_nonce));
  }
}

// Each value a proof is bound to, and each bit of the proof itself.
TEST(a_proof_is_bound_to_everything) {
  std::set<std::string> proofs;
  for (RecordType type : kAll)
    proofs.insert(text_of(proof(type, session())));
  CHECK_EQ(proofs.size(), std::size(kAll));
  Digest Session::*fields[] = {&Session::key, &Session::sender_nonce,
                               &Session::receiver_nonce,
                               &Session::image_digest};
  Record ready = make_record(RecordType::kReady, session());
  Reason why;
  for (Digest Session::*field : fields) {
    Session s = session();
    (s.*field).bytes[31] ^= 1;
    CHECK(!take_record(ready, s, why));
  }
  Session s = session();
  ++s.image_size;
  CHECK(!take_record(ready, s, why));
  for (size_t bit = 0; bit < 256; ++bit) {
    Record changed = ready;
    changed.body[bit / 8] ^= static_cast<u8>(1 << bit % 8);
    s = session();
    CHECK(!take_record(changed, s, why));
  }
}

TEST(a_refused_record_changes_nothing) {
  Session s = session();
  Record seal = make_record(RecordType::kSeal, s);
  seal.body[0] ^= 1; // the digest
  Reason why;
  CHECK(!take_record(seal, s, why));
  CHECK(equal(s.image_digest, session().image_digest));
}

TEST(headers_that_are_not_due) {
  RecordType due[] = {RecordType::kReady};
  Reason why;
  RecordHeader good = make_record(RecordType::kReady, session()).header;
  CHECK(check_header(good, {due, 1}, why));
  for (RecordType type : kAll)
    CHECK_EQ(check_header(make_record(type, session()).header, {due, 1}, why),
             type == RecordType::kReady);
  RecordHeader bad = good;
  bad.size = 0xffffffff;
  CHECK(!check_header(bad, {due, 1}, why));
  bad = good;
  bad.type = 77;
  CHECK(!check_header(bad, {due, 1}, why));
  bad = good;
  bad.zero = 1;
  CHECK(!check_header(bad, {due, 1}, why));
  bad = good;
  bad.version = 2;
  CHECK(!check_header(bad, {due, 1}, why));
  CHECK(std::string_view(why.view().data, why.view().size).find("version 2") !=
        std::string_view::npos);
  bad = good;
  bad.magic[3] = 'X';
  CHECK(!check_header(bad, {due, 1}, why));
}

TEST(a_refusal_is_one_printable_line) {
  Reason why;
  Record record = make_refusal("no \x1b[2J\nway");
  CHECK(check_header(record.header, {}, why));
  Text<kMaxRefusal + 1> text;
  refusal_text(record, text);
  CHECK_EQ(text.view(), StringView("no ?[2J?way"));
  record.body[0] = 7; // from the wire it may be anything
  refusal_text(record, text);
  CHECK_EQ(text.view()[0], '?');
  std::string far(5000, 'x');
  CHECK_EQ(make_refusal({far.data(), far.size()}).header.size, kMaxRefusal);
  CHECK(make_refusal("").header.size > 0);
}
