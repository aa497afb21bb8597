// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/migrate/migrate.h"

namespace ckpt::migrate {

Outcome migrate_to(const Interrupted &, const Target &, Reason &why) {
  why.set("migration does not work yet in this version");
  return Outcome::kStayed;
}

bool receive(int, const char *, Reason &why) {
  why.set("migration does not work yet in this version");
  return false;
}

} // namespace ckpt::migrate
