// Types, ops and values as bytes: what the writer and the reader of saved graphs share.
#pragma once

#include "theano/graph/byte_stream.h"
#include "theano/graph/saved_graph.h"

namespace theano {

void write_value(ByteWriter& out, const Value& value, const ObjectCodec* codec);
Value read_value(ByteReader& in, const ObjectCodec* codec);
void write_type(ByteWriter& out, const Type& type);
TypeRef read_type(ByteReader& in);
void write_op(ByteWriter& out, const OpInstance& op, const ObjectCodec* codec);
Op read_op(ByteReader& in, const ObjectCodec* codec);

}  // namespace theano
