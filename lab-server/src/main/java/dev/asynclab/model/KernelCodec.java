package dev.asynclab.model;

import static dev.asynclab.model.CompactNumbers.number;

import dev.asynclab.kernel.Kernel;
import dev.asynclab.kernel.Kernels;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// A kernel as bytes: its id and its parameters, since code does not travel.
final class KernelCodec {

    private KernelCodec() {}

    static void write(Kernel kernel, DataOutput out) throws IOException {
        out.writeUTF(kernel.id());
        Map<String, Long> parameters = new TreeMap<>(kernel.parameters()); // in one order, whatever the map's is
        number(parameters.size(), out);
        for (Map.Entry<String, Long> parameter : parameters.entrySet()) {
            out.writeUTF(parameter.getKey());
            number(parameter.getValue(), out);
        }
    }

    static Kernel read(DataInput in) throws IOException {
        String id = in.readUTF();
        int size = (int) number(in);
        var parameters = new HashMap<String, Long>();
        for (int i = 0; i < size; i++) {
            parameters.put(in.readUTF(), number(in));
        }
        return Kernels.create(id, parameters);
    }
}
