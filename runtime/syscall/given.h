// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What whoever started the process has given it, as descriptors of the table.
// Phase: pre-libc, normal, signal.
#pragma once

namespace ckpt::syscall {

// In a program that begins: "fd:N", or the URL of the command stream's `fd`.
void name_inherited();

// In a restored one: those of the new process's stream under their numbers.
void enter_given();

} // namespace ckpt::syscall
