// Types, ops and values as bytes: the parts of which saved graphs consist.
#include "theano/graph/saved_parts.h"

#include "theano/base/error.h"
#include "theano/graph/services.h"

namespace theano {
namespace {

[[noreturn]] void refuse(const std::string& op, const std::string& what) {
  throw NotImplementedError(op, what + " has no form in bytes.", "Leave it out of what is saved.");
}

struct AttributeWriter {
  ByteWriter& out;
  const ObjectCodec* codec;
  void operator()(std::int64_t v) const { out.integer(v); }
  void operator()(double v) const { out.number(v); }
  void operator()(bool v) const { out.integer(v); }
  void operator()(const std::string& v) const { out.text(v); }
  void operator()(DType v) const { out.integer(static_cast<int>(v)); }
  void operator()(const std::vector<std::int64_t>& v) const {
    out.integer(static_cast<std::int64_t>(v.size()));
    for (const std::int64_t item : v) out.integer(item);
  }
  void operator()(const Ref<Object>& v) const {
    out.integer(v ? 1 : 0);
    if (v) write_value(out, {Array(), v}, codec);
  }
};

AttributeValue read_attribute(ByteReader& in, std::size_t alternative, const ObjectCodec* codec) {
  switch (alternative) {
    case 0:
      return in.integer();
    case 1:
      return in.number();
    case 2:
      return in.count(1) == 1;
    case 3:
      return std::string(in.text());
    case 4:
      return static_cast<DType>(in.count(kDTypeCount - 1));
    case 5: {
      std::vector<std::int64_t> items;
      for (std::size_t left = in.count(in.bytes_left()); left > 0; --left) items.push_back(in.integer());
      return items;
    }
    default:
      return in.count(1) == 0 ? Ref<Object>() : read_value(in, codec).object;
  }
}

}  // namespace

void write_value(ByteWriter& out, const Value& value, const ObjectCodec* codec) {
  out.integer(value.object ? 1 : 0);
  if (!value.object) return out.array(value.array);
  if (!codec) refuse("save", "the value " + value.object->to_string());
  out.text(codec->encode(*value.object));
}

Value read_value(ByteReader& in, const ObjectCodec* codec) {
  if (in.count(1) == 0) return {in.array(), nullptr};
  if (!codec) throw_damaged("they hold a value that only another face can read");
  return {Array(), codec->decode(in.text())};
}

void write_type(ByteWriter& out, const Type& type) {
  out.integer(static_cast<int>(type.kind()));
  switch (type.kind()) {
    case TypeKind::Tensor: {
      const auto& tensor = static_cast<const TensorType&>(type);
      out.integer(static_cast<int>(tensor.dtype()));
      out.integer(tensor.ndim());
      for (const std::int64_t size : tensor.sizes()) out.integer(size);
      return;
    }
    case TypeKind::Null:
      return out.text(static_cast<const NullType&>(type).why());
    case TypeKind::Generic:
    case TypeKind::None:
    case TypeKind::Disconnected:
      return;
    default:
      refuse("save", "the type " + type.to_string());
  }
}

TypeRef read_type(ByteReader& in) {
  switch (static_cast<TypeKind>(in.count(255))) {
    case TypeKind::Tensor: {
      const auto dtype = static_cast<DType>(in.count(kDTypeCount - 1));
      Shape sizes;
      for (std::size_t left = in.count(64); left > 0; --left) {
        sizes.push_back(in.integer());
        if (sizes.back() < kUnknownSize) throw_damaged("a type in them has a negative size");
      }
      return TensorType::of(dtype, std::move(sizes));
    }
    case TypeKind::Null:
      return null_type(std::string(in.text()));
    case TypeKind::Generic:
      return generic_type();
    case TypeKind::None:
      return none_type();
    case TypeKind::Disconnected:
      return disconnected_type();
    default:
      throw_damaged("they name a kind of type that does not exist");
  }
}

void write_op(ByteWriter& out, const OpInstance& op, const ObjectCodec* codec) {
  if (services::find_definition(op.name()) != &op.definition()) refuse(std::string(op.name()), "an op of the user's own");
  out.text(op.name());
  out.integer(static_cast<std::int64_t>(op.attributes().entries().size()));
  for (const Attributes::Entry& entry : op.attributes().entries()) {
    out.text(entry.name);
    out.integer(static_cast<std::int64_t>(entry.value.index()));
    std::visit(AttributeWriter{out, codec}, entry.value);
  }
}

Op read_op(ByteReader& in, const ObjectCodec* codec) {
  const std::string name(in.text());
  const OpDefinition* definition = services::find_definition(name);
  if (!definition) throw_damaged("there is no op named '" + name + "'");
  Attributes attributes;
  for (std::size_t left = in.count(in.bytes_left()); left > 0; --left) {
    std::string key(in.text());
    const std::size_t alternative = in.count(std::variant_size_v<AttributeValue> - 1);
    attributes.set(std::move(key), read_attribute(in, alternative, codec));
  }
  return make_op(*definition, std::move(attributes));
}

std::string save_op(const OpInstance& op, const ObjectCodec* codec) {
  ByteWriter out;
  write_op(out, op, codec);
  return out.take();
}

Op load_op(std::string_view bytes, const ObjectCodec* codec) {
  ByteReader in(bytes);
  return read_op(in, codec);
}

std::string save_type(const Type& type) {
  ByteWriter out;
  write_type(out, type);
  return out.take();
}

TypeRef load_type(std::string_view bytes) {
  ByteReader in(bytes);
  return read_type(in);
}

}  // namespace theano
