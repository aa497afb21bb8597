// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Where a descriptor comes from: the start of the job, or the program itself;
// and whether two are one open file description.
// Phase: pre-libc, signal.
#pragma once
#include <asm/stat.h>

#include "runtime/abi/types.h"
#include "runtime/ckpt/state.h"

namespace ckpt {

// Of two descriptors.  The order is the kernel's own (kcmp(2)): any, but the
// same all the time.
enum class Order : u8 { kSame, kBefore, kAfter, kOther, kUnknown };
Order compare_descriptions(int a, int b);

struct Provenance {
  const Inherited *entry = nullptr; // null: opened by the program
  bool certain = false; // this number, or one that shares its description
};

// Which descriptor of those open at the start this one is.
Provenance find_provenance(int number, const struct stat &st);

} // namespace ckpt
