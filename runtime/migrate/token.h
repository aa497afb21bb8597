// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The key made from CKPT_TOKEN.  It lies in the work area alone, which no image
// holds; a restart carries the new process's over.
// Phase: any.  Never: copies the token itself.
#pragma once
#include "runtime/migrate/records.h"

namespace ckpt::migrate {

// An empty token is none.
void keep_token(StringView token);
bool has_token();
// Copy it to the runtime's stack only.
Digest token_key();

} // namespace ckpt::migrate
