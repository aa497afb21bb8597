// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The places of a program that make system calls, as the LLVM pass has noted
// them (runtime/abi/site_note.h).  Pure: bytes in, sites or a reason out.
#pragma once
#include "runtime/abi/site_note.h"
#include <functional>
#include <string>
#include <vector>

namespace ckpt::inspect {

struct Site {
  site::Kind kind = site::Kind::kCall;
  bool routed = false;
  u32 line = 0; // 0: unknown
  std::string function, call, why, file;
};

// Reads exactly `size` bytes of the file from `offset`.
using ReadAt = std::function<bool(u64 offset, void *to, u64 size)>;

// False, and `why`: it is no program, or is damaged.  A program without notes
// has no sites.
bool find_sites(u64 file_size, const ReadAt &read, std::vector<Site> &out,
                std::string &why);

// The section's bytes.
bool parse_sites(Bytes notes, std::vector<Site> &out, std::string &why);

} // namespace ckpt::inspect
