// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A host's addresses.  Names are looked up by the system's getent, in a process
// that the program never sees: no SIGCHLD, nothing for its wait().
// Phase: signal.  Needs: every signal blocked, the runtime's own stack.
// Errors: false, and `why` names the host.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/migrate/address.h"

namespace ckpt::migrate {

struct AddressList {
  static constexpr size_t kMost = 16;
  Address entries[kMost];
  size_t count = 0;
};

bool find_addresses(const char *host, u32 seconds, AddressList &list,
                    Reason &why);

} // namespace ckpt::migrate
