// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which LLVM a compiler is made of, told by what it says of itself.
#include "driver/instrument.h"
#include "test/unit/check.h"

using namespace ckpt::driver;

static unsigned version(llvm::StringRef text) {
  return clang_version(text).value_or(0);
}

TEST(versions_are_read) {
  CHECK_EQ(version("Debian clang version 14.0.6\nTarget: x86_64"), 14);
  CHECK_EQ(version("Ubuntu clang version 15.0.7"), 15);
  CHECK_EQ(version("clang version 19.1.7 (Fedora 19.1.7-1.fc41)"), 19);
}

TEST(others_are_unknown) {
  for (const char *text :
       {"", "clang version", "clang version 14", "clang version x.1",
        "AMD clang version 17.0.0", "Apple clang version 14.0.0",
        "gcc (Debian 12.2.0-14) 12.2.0", "\nclang version 14.0.6"})
    CHECK_EQ(version(text), 0);
}
