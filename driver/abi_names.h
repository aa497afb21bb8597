// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The runtime as the driver knows it: its files and its symbols.
#pragma once

namespace ckpt::driver {

inline constexpr char kEntrySymbol[] = "__ckpt_start";
// Where the runtime goes on in a fresh start; weakly a jump to _start.
inline constexpr char kNextSymbol[] = "__ckpt_next";

// Relative to the directory of the driver's executable.
inline constexpr char kLibraryDir[] = "../lib/ckpt_compile";
inline constexpr char kIncludeDir[] = "../include";
inline constexpr char kRuntimeFile[] = "ckpt_runtime.o";
inline constexpr char kShimsFile[] = "ckpt_shims.ar";
inline constexpr char kStaticShimsFile[] = "ckpt_shims_static.ar";
// Of the LLVM pass; its major version and ".so" follow.
inline constexpr char kPassPrefix[] = "ckpt_pass_";

// The first bytes at __ckpt_start: endbr64 and a long nop that carries a mark,
// so that a stripped program can be told too.
inline constexpr unsigned char kEntryMark[] = {
    0xf3, 0x0f, 0x1e, 0xfa, 0x0f, 0x1f, 0x84, 0x00, 'C', 'K', 'P', 'T'};

} // namespace ckpt::driver
