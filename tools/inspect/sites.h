// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ckpt_inspect sites: which system calls of a program need no trap while its
// descriptors are virtual.
#pragma once
#include "tools/inspect/image_file.h"
#include "tools/inspect/site_notes.h"

namespace ckpt::inspect {

// path: a program, a library or an object.
Failure read_sites(const std::string &path, std::vector<Site> &out);

std::string kind_name(site::Kind kind);
size_t routed_count(const std::vector<Site> &sites);
void print_sites(const std::string &path, const std::vector<Site> &sites);

} // namespace ckpt::inspect
