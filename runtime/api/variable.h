// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Tells the runtime where a variable of ckpt.h is.  Only a program that refers
// to it has it: an undefined symbol in the runtime would give it to all.
// DT_PREINIT_ARRAY of the program runs before every constructor; in a section
// of that name the assembler makes it of that type.
// Phase: normal.
#pragma once
#include "runtime/abi/api.h"

#define CKPT_KNOW_VARIABLE(which, variable)                                    \
  static void know_##variable() {                                              \
    __ckpt_know_variable(ckpt::api::which, &variable);                         \
  }                                                                            \
  [[gnu::used, gnu::section(".preinit_array")]] static void (                  \
      *const know_##variable##_entry)() = know_##variable;
