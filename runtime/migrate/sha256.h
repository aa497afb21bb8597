// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104).  Pure.
// Phase: any.  Needs: nothing.  Never: allocates; branches on secret bytes.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::migrate {

struct Digest {
  u8 bytes[32] = {};
};

// In the same time whatever the bytes are.
bool equal(const Digest &a, const Digest &b);

class Sha256 {
public:
  Sha256();
  void add(Bytes data);
  // Once, at the end.
  Digest finish();

private:
  void block(const u8 *data);

  u32 state_[8];
  u64 size_ = 0;
  u8 buffer_[64];
};

Digest sha256(Bytes data);
Digest hmac_sha256(Bytes key, Bytes message);

} // namespace ckpt::migrate
