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

} // namespace

void keep_token(StringView token) {
  if (token.empty())
    return;
  secret().key = derive_key(token);
  secret().known = 1;
}

bool has_token() { return secret().known; }

Digest token_key() { return secret().key; }

} // namespace ckpt::migrate
