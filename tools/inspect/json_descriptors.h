// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The parts of an image's JSON document that are about descriptors.
#pragma once
#include "tools/inspect/image_file.h"
#include "llvm/Support/JSON.h"

namespace ckpt::inspect {

llvm::json::Array descriptors(const image::View &view);
llvm::json::Array virtual_descriptors(const image::View &view);
llvm::json::Array contents(const image::View &view);
llvm::json::Array waiting(const image::View &view);
llvm::json::Array flights(const image::View &view);
llvm::json::Array watches(const image::View &view);
llvm::json::Array file_watches(const image::View &view);
llvm::json::Array locks(const image::View &view);

} // namespace ckpt::inspect
