// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tools/inspect/json_descriptors.h"
#include "runtime/abi/urls.h"
#include "tools/inspect/facts.h"
#include "tools/inspect/json_values.h"
#include "tools/inspect/names.h"

namespace ckpt::inspect {

using namespace image;
using llvm::json::Array;
using llvm::json::Object;

Array descriptors(const View &v) {
  Array out;
  for (const Descriptor &d : v.descriptors) {
    Object one{{"number", d.number},
               {"kind", descriptor_kind(d.kind)},
               {"open_flags", words(open_flags(d.open_flags), '|')},
               {"close_on_exec", (d.flags & kCloseOnExec) != 0},
               {"offset", count(d.offset)},
               {"length", count(d.length)}};
    if (d.flags & kRemoved)
      one["removed"] = true;
    if (d.flags & kQuiet)
      one["nothing_to_report"] = true;
    if (d.flags & kInFlight)
      one["only_on_its_way"] = true;
    if (d.flags & kWriterGone)
      one["writer_gone"] = true;
    if (d.shares >= 0)
      one["shares"] = d.shares;
    if (d.kind == FdKind::kInherited)
      one["inherited"] = d.inherited;
    if (d.path_size)
      set_text(one, "path", v.path(d));
    if (d.content)
      one["content"] = d.content - 1;
    if (d.owner_kind != FdOwner::kNone) {
      one["owner"] = owner_kind(d.owner_kind);
      one["owner_signal"] = d.owner_signal;
    }
    if (d.owner_kind == FdOwner::kThread)
      one["owner_thread"] = d.owner;
    out.push_back(std::move(one));
  }
  return out;
}

Array virtual_descriptors(const View &v) {
  Array out;
  for (const VirtualNumber &n : v.virtual_numbers) {
    Object one{{"number", n.number},
               {"real", n.real},
               {"lists_descriptors", (n.flags & kOnNumbers) != 0}};
    if (const Descriptor *d = find_descriptor(v.descriptors, n.real)) {
      one["kind"] = descriptor_kind(d->kind);
      one["open_flags"] = words(open_flags(d->open_flags), '|');
      one["offset"] = count(d->offset);
      if (i32 sharer = virtual_sharer(v, n); sharer >= 0)
        one["shares"] = sharer;
    }
    Array methods;
    for (const UrlMethodRow &row : kUrlMethods)
      if (n.methods & url_bit(row.id))
        methods.push_back(row.name);
    one["methods"] = std::move(methods);
    std::string url = url_of(v, n);
    if (n.methods)
      set_text(one, "url", {url.data(), url.size()});
    out.push_back(std::move(one));
  }
  return out;
}

Array contents(const View &v) {
  Array out;
  for (size_t i = 0; i < v.contents.size; ++i) {
    const Content &c = v.contents[i];
    Array values;
    for (u64 value : c.value)
      values.push_back(count(value));
    out.push_back(Object{{"kind", descriptor_kind(c.kind)},
                         {"size", count(c.size)},
                         {"saved_bytes", count(saved_bytes(v, i))},
                         {"flags", c.flags},
                         {"values", std::move(values)}});
  }
  return out;
}

Array waiting(const View &v) {
  Array out;
  for (const Waiting &w : v.waiting)
    out.push_back(Object{{"listener", w.listener}, {"client", w.client}});
  return out;
}

Array flights(const View &v) {
  Array out;
  for (const Flight &f : v.flights)
    out.push_back(Object{{"content", f.content},
                         {"message", f.message},
                         {"number", f.number}});
  return out;
}

Array watches(const View &v) {
  Array out;
  for (const Watch &w : v.watches)
    out.push_back(Object{{"set", w.number},
                         {"target", w.target},
                         {"via", w.via},
                         {"events", address(w.events)},
                         {"data", address(w.data)}});
  return out;
}

Array file_watches(const View &v) {
  Array out;
  for (const FileWatch &w : v.file_watches) {
    Object one{{"number", w.number},
               {"wd", w.wd},
               {"events", address(w.mask)},
               {"follow", !(w.flags & kDontFollow)}};
    if (w.descriptor >= 0)
      one["descriptor"] = w.descriptor;
    else
      set_text(one, "path", v.path(w));
    out.push_back(std::move(one));
  }
  return out;
}

Array locks(const View &v) {
  Array out;
  for (const RecordLock &l : v.locks)
    out.push_back(Object{{"number", l.number},
                         {"type", l.type == 0 ? "read" : "write"},
                         {"owner", lock_owner(l.owner)},
                         {"start", count(l.start)},
                         {"length", count(l.length)}});
  return out;
}

} // namespace ckpt::inspect
