// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The records of docs/migration.md as bytes, and their proofs.  Pure.
// Phase: any.  Needs: a little-endian machine.
// Errors: false, and `why` says what is wrong with the peer's bytes.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/migrate/sha256.h"

namespace ckpt::migrate {

enum class RecordType : u16 {
#define CKPT_RECORD(id, number, name, front, proof) id = number,
#include "runtime/migrate/records.def"
};

inline constexpr u8 kRecordMagic[4] = {'C', 'K', 'M', 'G'};
inline constexpr u16 kProtocolVersion = 1;
inline constexpr u32 kMaxRefusal = 1024;
// How the reason begins when a proof is wrong.
inline constexpr char kOtherToken[] =
    "the other side does not know this side's CKPT_TOKEN";

struct RecordHeader {
  u8 magic[4];
  u16 type;
  u16 version;
  u32 size; // of the body
  u32 zero;
};
static_assert(sizeof(RecordHeader) == 16);

// The largest record there is.
struct Record {
  RecordHeader header;
  u8 body[kMaxRefusal];

  Bytes bytes() const {
    return {reinterpret_cast<const u8 *>(this), sizeof header + header.size};
  }
};

// What both sides know and each proof is bound to.
struct Session {
  Digest key;
  Digest sender_nonce;
  Digest receiver_nonce;
  u64 image_size = 0;
  Digest image_digest; // zero until SEAL
};

StringView record_name(RecordType type);
Digest derive_key(StringView token);
Digest proof(RecordType type, const Session &session);

// Each with what `session` holds.
Record make_record(RecordType type, const Session &session);
// `text` is cut to one line that fits.
Record make_refusal(StringView text);

// Is this a header that may come now?  One of `due`, or REFUSE.
bool check_header(const RecordHeader &header, Span<const RecordType> due,
                  Reason &why);

// Takes the body's values over into `session` and compares the proof.
// HELLO's proof is not there: everything is taken.
bool take_record(const Record &record, Session &session, Reason &why);

// The text of a REFUSE record, printable characters only.
void refusal_text(const Record &record, Text<kMaxRefusal + 1> &text);

} // namespace ckpt::migrate
