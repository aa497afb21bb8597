// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An image, or what was found out about one, as a JSON document on standard
// output: docs/inspect-json.md.
#pragma once
#include "tools/inspect/sites.h"
#include "tools/inspect/verify.h"

namespace ckpt::inspect {

void print_json(const ImageFile &file);
void print_json(const std::string &path, const Verified &result);
void print_json(const std::string &path, const std::vector<Site> &sites);
void print_json(const Failure &failure);

} // namespace ckpt::inspect
