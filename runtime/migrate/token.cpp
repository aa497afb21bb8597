// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/migrate/token.h"

#include "runtime/arch/x86_64/entry.h"
#include "runtime/sys/memory.h"

namespace ckpt::migrate {

namespace {

struct Secret {
  u64 known;
  Digest key;
};
static_assert(sizeof(Secret) <= kSecretSize);

Secret &secret() { return *reinterpret_cast<Secret *>(__ckpt_secret); }

// What hashing has left on the stack below.
[[gnu::noinline]] void scrub_stack() {
  u8 room[8192];
  memset(room, 0, sizeof room);
  asm volatile("" : : "r"(room) : "memory");
}

[[gnu::noinline]] void derive(StringView token) {
  secret().key = derive_key(token);
}

} // namespace

void keep_token(StringView token) {
  if (token.empty())
    return;
  derive(token);
  scrub_stack();
  secret().known = 1;
}

bool has_token() { return secret().known; }

Digest token_key() { return secret().key; }

} // namespace ckpt::migrate
