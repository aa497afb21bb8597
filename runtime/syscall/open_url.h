// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What becomes of a URL where a file is opened by it: in the program's calls,
// and in the command stream's `fd`.
// Phase: pre-libc, normal, signal.
#pragma once
#include "runtime/sys/calls.h"
#include "runtime/syscall/url.h"

namespace ckpt::syscall {

// BADURL.
void warn_bad_url(const Url &url, StringView text);

// The flags of open(2) that its methods make of `flags`.
u64 flags_for_url(const Url &url, u64 flags);

// Of fd:N, whose real descriptor is `real`, or -1: another one on the same
// description.
SysResult copy_for_url(const Url &url, i32 real, u64 flags);

} // namespace ckpt::syscall
