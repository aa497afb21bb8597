// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What text and JSON both say of an image and neither has in one field.
#pragma once
#include "tools/inspect/image_file.h"

namespace ckpt::inspect {

std::string time_of(const image::Meta &meta); // 2026-01-31 12:00:00 UTC
std::string job_of(const image::Meta &meta);  // 32 digits
std::string umask_of(const image::Meta &meta); // 022
u64 saved_bytes(const image::View &view);
u64 saved_bytes(const image::View &view, size_t content);
u64 reserved_bytes(const image::View &view);
// By which a virtual descriptor was opened; "fd:2" for what the job was given.
std::string url_of(const image::View &view, const image::VirtualNumber &n);
// The number by which the program knows the description that this one shares,
// -1: it has its own.
i32 virtual_sharer(const image::View &view, const image::VirtualNumber &n);
// For a shell; empty when a name cannot be printed.
std::string restart_command(const ImageFile &file);

// "unlimited", or the number.
std::string limit_value(u64 value);
// "5", "0-3,7" for processors, "..." for a terminal's modes.
std::string setting_value(const image::Attributes &a, image::Own what);

} // namespace ckpt::inspect
