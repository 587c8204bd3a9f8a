"""
`aws` for commands in the documentation: makes the call with botocore, which moto brings along, and prints the answer.
Knows `aws SERVICE OPERATION --parameter VALUE…`, and nothing else.
"""

import json
import sys

import botocore.session
from botocore import xform_name

service, operation, *given = sys.argv[1:]
client = botocore.session.get_session().create_client(service)
names = {xform_name(name, "-"): name for name in client.meta.method_to_api_mapping.values()}
shape = client.meta.service_model.operation_model(names[operation]).input_shape
parameters = {xform_name(name, "-"): (name, member.type_name) for name, member in shape.members.items()}
wish: dict[str, list[str]] = {}
for text in given:
    if text.startswith("--"):
        values = wish.setdefault(text[2:], [])
    else:
        values.append(text)
arguments = {
    parameters[option][0]: values if parameters[option][1] == "list" else " ".join(values)
    for option, values in wish.items()
}
answer = getattr(client, xform_name(names[operation]))(**arguments)
del answer["ResponseMetadata"]
if answer:
    print(json.dumps(answer, indent=4, default=lambda time: time.isoformat()))
