// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/migrate/records.h"

namespace ckpt::migrate {

namespace {

// A row of the table; names in the row itself, as in runtime/abi/options.h.
struct Row {
  RecordType type;
  char name[16];
  u32 front;
  bool proved;
};

constexpr Row kRows[] = {
#define CKPT_RECORD(id, number, name, front, proof)                            \
  {RecordType::id, name, front, proof},
#include "runtime/migrate/records.def"
};

constexpr size_t kProofSize = sizeof(Digest);

const Row *find_row(u16 type) {
  for (const Row &row : kRows)
    if (static_cast<u16>(row.type) == type)
      return &row;
  return nullptr;
}

u32 body_size(const Row &row) {
  return row.front + (row.proved ? static_cast<u32>(kProofSize) : 0);
}

// The 128 bytes that a proof is made from.
struct Proven {
  char name[16];
  Digest sender_nonce;
  Digest receiver_nonce;
  u64 image_size;
  Digest image_digest;
  u64 zero;
};
static_assert(sizeof(Proven) == 128);

Record start_record(RecordType type, u32 size) {
  Record record = {};
  __builtin_memcpy(record.header.magic, kRecordMagic, sizeof kRecordMagic);
  record.header.type = static_cast<u16>(type);
  record.header.version = kProtocolVersion;
  record.header.size = size;
  return record;
}

// What stands in front of the proof: to the wire and from it.
void put_front(RecordType type, const Session &session, u8 *body) {
  if (type == RecordType::kHello) {
    __builtin_memcpy(body, &session.sender_nonce, sizeof(Digest));
    __builtin_memcpy(body + sizeof(Digest), &session.image_size, sizeof(u64));
  } else if (type == RecordType::kChallenge) {
    __builtin_memcpy(body, &session.receiver_nonce, sizeof(Digest));
  } else if (type == RecordType::kSeal) {
    __builtin_memcpy(body, &session.image_digest, sizeof(Digest));
  }
}

void take_front(RecordType type, const u8 *body, Session &session) {
  if (type == RecordType::kHello) {
    __builtin_memcpy(&session.sender_nonce, body, sizeof(Digest));
    __builtin_memcpy(&session.image_size, body + sizeof(Digest), sizeof(u64));
  } else if (type == RecordType::kChallenge) {
    __builtin_memcpy(&session.receiver_nonce, body, sizeof(Digest));
  } else if (type == RecordType::kSeal) {
    __builtin_memcpy(&session.image_digest, body, sizeof(Digest));
  }
}

bool printable(u8 c) { return c >= 0x20 && c < 0x7f; }

} // namespace

StringView record_name(RecordType type) {
  const Row *row = find_row(static_cast<u16>(type));
  return row ? StringView(row->name) : StringView("?");
}

Digest derive_key(StringView token) {
  constexpr StringView kPurpose = "ckpt migration key";
  return hmac_sha256(
      {reinterpret_cast<const u8 *>(kPurpose.data), kPurpose.size},
      {reinterpret_cast<const u8 *>(token.data), token.size});
}

Digest proof(RecordType type, const Session &session) {
  Proven proven = {};
  StringView name = record_name(type);
  __builtin_memcpy(proven.name, name.data, min(name.size, sizeof proven.name));
  proven.sender_nonce = session.sender_nonce;
  proven.receiver_nonce = session.receiver_nonce;
  proven.image_size = session.image_size;
  proven.image_digest = session.image_digest;
  return hmac_sha256({session.key.bytes, sizeof session.key.bytes},
                     {reinterpret_cast<const u8 *>(&proven), sizeof proven});
}

Record make_record(RecordType type, const Session &session) {
  const Row &row = *find_row(static_cast<u16>(type));
  Record record = start_record(type, body_size(row));
  put_front(type, session, record.body);
  if (row.proved) {
    Digest own = proof(type, session);
    __builtin_memcpy(record.body + row.front, &own, sizeof own);
  }
  return record;
}

Record make_refusal(StringView text) {
  u32 size = static_cast<u32>(min<size_t>(text.size, kMaxRefusal));
  if (!size)
    return make_refusal("no reason was given");
  Record record = start_record(RecordType::kRefuse, size);
  for (u32 i = 0; i < size; ++i) {
    u8 c = static_cast<u8>(text[i]);
    record.body[i] = printable(c) ? c : u8{'?'};
  }
  return record;
}

bool check_header(const RecordHeader &header, Span<const RecordType> due,
                  Reason &why) {
  if (__builtin_memcmp(header.magic, kRecordMagic, sizeof kRecordMagic)) {
    why.set("what the other side sends is not the protocol of a migration: "
            "is it another program?");
    return false;
  }
  if (header.version != kProtocolVersion) {
    why.set("the other side speaks version ", u32{header.version},
            " of the protocol and this side version ", u32{kProtocolVersion},
            "; link both programs with the same ckpt_compile");
    return false;
  }
  const Row *row = find_row(header.type);
  bool refusal = row && row->type == RecordType::kRefuse;
  bool is_due = refusal;
  for (RecordType type : due)
    is_due = is_due || (row && row->type == type);
  bool fits = refusal ? header.size >= 1 && header.size <= kMaxRefusal
                      : row && header.size == body_size(*row);
  if (is_due && fits && !header.zero)
    return true;
  why.set("the other side sent a record of type ", u32{header.type}, " with ",
          header.size, " bytes that is not due now: is it damaged on the way?");
  return false;
}

bool take_record(const Record &record, Session &session, Reason &why) {
  const Row *row = find_row(record.header.type);
  if (!row || record.header.size != body_size(*row)) {
    why.set("the other side sent a record of another size than is due");
    return false;
  }
  Session told = session;
  take_front(row->type, record.body, told);
  if (row->proved) {
    Digest theirs;
    __builtin_memcpy(&theirs, record.body + row->front, sizeof theirs);
    if (!equal(theirs, proof(row->type, told))) {
      why.set(kOtherToken, "; start both with the same one");
      return false;
    }
  }
  session = told;
  return true;
}

void refusal_text(const Record &record, Text<kMaxRefusal + 1> &text) {
  text.clear();
  for (u32 i = 0; i < record.header.size && i < kMaxRefusal; ++i)
    text.add(printable(record.body[i]) ? static_cast<char>(record.body[i])
                                       : '?');
}

} // namespace ckpt::migrate
