// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What one descriptor is, and whether it can be brought back.  An allow-list.
// Phase: pre-libc, normal, signal.  Needs: /proc.
#pragma once
#include <asm/stat.h>

#include "runtime/abi/text.h"

namespace ckpt::fd {

inline constexpr u32 kTypeMask = 0170000;
inline constexpr u32 kTypeRegular = 0100000;
inline constexpr u32 kTypeCharacter = 0020000;
inline constexpr u32 kTypeDirectory = 0040000;
inline constexpr u32 kTypeFifo = 0010000;
inline constexpr u32 kTypeSocket = 0140000;
inline constexpr u32 kTypeBlock = 0060000;

bool is_terminal(int fd);

// One of null, zero, full, random, urandom (Documentation/admin-guide/
// devices.txt: character major 1).
bool is_plain_device(const struct stat &st);

// The master side of a pseudo terminal: what it holds is with its slave.
bool is_terminal_master(const struct stat &st);

// Path of an open descriptor, from its /proc link; false when there is none.
bool link_path(int fd, Text<4200> &path);

// "descriptor 5 (/path)" for messages.
Text<4300> name_of(int fd);

} // namespace ckpt::fd
