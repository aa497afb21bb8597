// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a file is known by at a restart: its first and its last page.
// Phase: pre-libc, signal.  Needs: every signal blocked.
#pragma once
#include "runtime/abi/image.h"

namespace ckpt::fd {

// crc32c of up to a page of the file at `from`; false when it cannot be read.
bool hash_piece(int fd, u64 from, u64 size, u32 &crc);

// Hashes the first and last page of [0, length) into head_crc and tail_crc.
// locked: the process holds record locks on the file, which must stay.
void hash_ends(int fd, image::Descriptor &d, bool locked);

} // namespace ckpt::fd
